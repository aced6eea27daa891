// include/linux/vmalloc.h of Linux 3.6.5: struct vmap_area.
export const VMAP_AREA: u32 = 52; // sizeof(struct vmap_area)
export const PURGE: u32 = 32; // offsetof(struct vmap_area, purge_list)
