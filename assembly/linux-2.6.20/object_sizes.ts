// Bytes of the objects in the named caches of Linux 2.6.20: facts/layouts.json. UDP: struct udp_sock, by slabinfo.
import { SLAB_HWCACHE_ALIGN } from "./slab_flags";

export const DENTRY: u32 = 128;
export const FILP: u32 = 136;
export const SK_BUFF: u32 = 152;
export const SOCK_INODE: u32 = 360;
export const TCP: u32 = 1096;
export const TCP6: u32 = 1208;
export const TCP_FLAGS: u32 = SLAB_HWCACHE_ALIGN;
export const REQUEST_SOCK_TCP: u32 = 68;
export const TCP_BIND_BUCKET: u32 = 16;
export const UDP: u32 = 484;
