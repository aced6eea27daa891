// include/linux/mmzone.h, include/linux/page-flags.h of Linux 4.14: struct zone and the page flags. Offsets counted by
// hand for SMP without NUMA and with 64-byte lines: the facts have no struct zone.
// Left out: LRU lists, statistics other than the free pages, migrate types (all memory is MIGRATE_UNMOVABLE).
export * from "./mmzone_3_6";

/** WMARK_MIN, WMARK_LOW, WMARK_HIGH. */
export const ZONE_WATERMARK: u32 = 0;

export const ZONE_LOCK: u32 = 40;
/** free_area[order]: five list_heads, of which the first is used, and nr_free. */
export const ZONE_FREE_AREA: u32 = 44;
export const FREE_AREA_SIZE: u32 = 44;
export const NR_FREE: u32 = 40;
/** vm_stat[NR_FREE_PAGES]. */
export const ZONE_FREE_PAGES: u32 = 640;

export const PAGE_LRU: u32 = 20; // offsetof(struct page, lru)
/** Offsets of _count, _mapcount and private in struct page, for boot; flags come first. */
export const PAGE_COUNT: u32 = 16; // offsetof(struct page, _refcount)
export const PAGE_MAPCOUNT: u32 = 12; // offsetof(struct page, _mapcount)
export const PAGE_PRIVATE: u32 = 28; // offsetof(struct page, private)
export const PG_slab: u32 = 1 << 8;
export const PG_reserved: u32 = 1 << 11;
export const PG_head: u32 = 1 << 15;

export const PCP_LISTS: u32 = 1;
export const PCP_SIZE: u32 = 36;

/** What boot writes into a free block's first page: flags to add, _mapcount. */
export const BUDDY_FLAGS: u32 = 0;
export const BUDDY_MAPCOUNT: i32 = -128;
