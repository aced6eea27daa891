// include/linux/vmalloc.h of Linux 4.14: struct vmap_area.
export const VMAP_AREA: u32 = 48; // sizeof(struct vmap_area)
export const PURGE: u32 = 32; // offsetof(struct vmap_area, purge_list)
export const VMAP_AREA_VM: u32 = 36; // offsetof(struct vmap_area, vm)
