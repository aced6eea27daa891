// include/linux/page-flags.h of Linux 3.6.5: struct page.
export * from "./mmzone_3_6";

export const PAGE_COUNT: u32 = 16; // offsetof(struct page, _count)
export const PG_slab: u32 = 1 << 7;
export const PG_reserved: u32 = 1 << 10;
export const PG_head: u32 = 1 << 14;
export const PG_tail: u32 = 1 << 15;
