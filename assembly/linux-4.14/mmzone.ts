// include/linux/page-flags.h of Linux 4.14: struct page.
export * from "./mmzone_3_6";

export const PAGE_COUNT: u32 = 16; // offsetof(struct page, _refcount)
export const PG_slab: u32 = 1 << 8;
export const PG_reserved: u32 = 1 << 11;
export const PG_head: u32 = 1 << 15;
