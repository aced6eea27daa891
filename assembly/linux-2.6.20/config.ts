// How this kernel was configured and booted: facts/layouts.json, `config` and `constants` of v2.6.20.

/** Physical memory of the emulated machine; all of it is low memory (MAXMEM of 2.6.20 is 896 MiB). */
export const LOWMEM: u32 = 896 << 20;
/** First 8 MiB boundary at least 8 MiB above high_memory. */
export const VMALLOC_START: u32 = 0xf8800000;
export const VMALLOC_END: u32 = 0xff7fe000;
/** Static data begins behind the image's _end (0xc02fe570 in System.map), at the next 4 MiB. */
export const FIRST_STATIC: u32 = 0xc0400000;
export const HZ: u32 = 1000;
/** The clock's first value: five minutes before it wraps (INITIAL_JIFFIES). */
export const INITIAL_JIFFIES: u32 = -300 * 1000;
/** i386 had no tickless idle yet (it came with 2.6.21). */
export const NO_HZ: bool = false;
export const NR_CPUS: u32 = 8;
export const L1_CACHE_BYTES: u32 = 64;
/** Lowest set bit of the slot that inet_hashinfo.ehash uses for TIME_WAIT: half of the table (entries, power of two). */
export const EHASH_SIZE: u32 = 131072 >> 1;
export const BHASH_SIZE: u32 = 65536;
/** Largest descriptor table from kmalloc (fs/file.c, from memory; functions.json has both callees of expand_files). */
export const FDMEM_KMALLOC: u32 = 4096;
