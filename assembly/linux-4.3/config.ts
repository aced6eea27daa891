// How this kernel was configured and booted: facts/layouts.json, `config` and `constants` of v4.3.

/**
 * Physical memory of the emulated machine, all of it low memory: 884 MiB, the most that MAXMEM of 4.3 (0x377fe000)
 * allows in whole 4 MiB pages.
 */
export const LOWMEM: u32 = 884 << 20;
/** high_memory + 8 MiB, not rounded. */
export const VMALLOC_START: u32 = 0xf7c00000;
export const VMALLOC_END: u32 = 0xff7fe000;
/** Static data begins behind the image, whose end nobody measured: as in 3.6. */
export const FIRST_STATIC: u32 = 0xc1800000;
export const HZ: u32 = 250;
/**
 * The clock, which began five minutes before it wraps (INITIAL_JIFFIES): the host has been up for an hour. In the first
 * seven minutes a new listener's stamp of its last overflow, 0, would count as recent.
 */
export const INITIAL_JIFFIES: u32 = (3600 - 300) * 250;
/** CONFIG_NO_HZ: the tick stops while a CPU is idle. */
export const NO_HZ: bool = true;
export const NR_CPUS: u32 = 8;
export const L1_CACHE_BYTES: u32 = 64;
/** One slot for each 128 KiB of memory (7,072), rounded up; bhash has as many. */
export const EHASH_SIZE: u32 = 8192;
export const BHASH_SIZE: u32 = 8192;
/** Largest descriptor table from kmalloc: order 3 (alloc_fdmem of fs/file.c, from memory). */
export const FDMEM_KMALLOC: u32 = 32768;
