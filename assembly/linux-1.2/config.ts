// How this kernel was configured and booted: facts/layouts.json, `config` and `constants` of v1.2.13.

/** Physical memory of the emulated machine: the most that the BIOS of the time reports (INT 15h, 88h: 64 MiB). */
export const LOWMEM: u32 = 64 << 20;
/** Static data begins behind the image: 1 MiB is where it is loaded, half a MiB its size (an estimate). */
export const FIRST_STATIC: u32 = 0xc0180000;
export const HZ: u32 = 100;
/** Descriptors of a process, struct files and inodes of the system: include/linux/fs.h, from memory. */
export const NR_OPEN: u32 = 256;
export const NR_FILE: u32 = 1024;
export const NR_INODE: u32 = 2048;
export const SOCK_ARRAY_SIZE: u32 = 256;
/** What inet_listen() lets a backlog be at most: 5 in the mission's document, 128 in 1.2.13. */
export const BACKLOG_CAP: u32 = 5;
export const BACKLOG_CAP_MOST: u32 = 128;
