// How this kernel was configured and booted: facts/layouts.json, `config` and `constants` of v3.6.5.

/**
 * Physical memory of the emulated machine, all of it low memory: 884 MiB, the most that MAXMEM of 3.6.5 (0x377fe000)
 * allows in whole 4 MiB pages.
 */
export const LOWMEM: u32 = 884 << 20;
/** high_memory + 8 MiB, not rounded. */
export const VMALLOC_START: u32 = 0xf7c00000;
export const VMALLOC_END: u32 = 0xff7fe000;
/** Static data begins behind the image's _end (0xc1434000 in System.map), at the next 4 MiB. */
export const FIRST_STATIC: u32 = 0xc1800000;
export const HZ: u32 = 250;
/** The clock's first value: five minutes before it wraps (INITIAL_JIFFIES). */
export const INITIAL_JIFFIES: u32 = -300 * 250;
/** CONFIG_NO_HZ of the traced kernel. */
export const NO_HZ: bool = true;
export const NR_CPUS: u32 = 8;
export const L1_CACHE_BYTES: u32 = 64;
export const EHASH_SIZE: u32 = 131072;
export const BHASH_SIZE: u32 = 65536;
/** Largest descriptor table from kmalloc: order 3 (alloc_fdmem of fs/file.c, from memory). */
export const FDMEM_KMALLOC: u32 = 32768;
