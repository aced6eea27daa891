// include/linux/page-flags.h of Linux 4.14: the page flags.
export * from "./mmzone_3_6";

export const PG_slab: u32 = 1 << 8;
export const PG_reserved: u32 = 1 << 11;
export const PG_head: u32 = 1 << 15;
