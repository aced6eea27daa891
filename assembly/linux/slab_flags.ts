// include/linux/slab.h: what a cache wants. The values that 2.6.20 and 3.6.5 share.
export const SLAB_HWCACHE_ALIGN: u32 = 0x2000;
export const SLAB_RECLAIM_ACCOUNT: u32 = 0x20000;
export const SLAB_DESTROY_BY_RCU: u32 = 0x80000;
