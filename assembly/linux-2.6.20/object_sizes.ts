// Bytes of the objects in the named caches of Linux 2.6.20: facts/layouts.json. UDP: struct udp_sock, by slabinfo.
import { SLAB_HWCACHE_ALIGN } from "./slab_flags";

export const DENTRY: u32 = 128; // sizeof(struct dentry)
export const FILP: u32 = 136; // sizeof(struct file)
export const SK_BUFF: u32 = 152; // sizeof(struct sk_buff)
export const SOCK_INODE: u32 = 360; // sizeof(struct socket_alloc)
export const TCP: u32 = 1096; // sizeof(struct tcp_sock)
export const TCP6: u32 = 1208; // sizeof(struct tcp6_sock)
export const TCP_FLAGS: u32 = SLAB_HWCACHE_ALIGN;
export const REQUEST_SOCK_TCP: u32 = 68; // sizeof(struct tcp_request_sock)
export const REQUEST_SOCK_FLAGS: u32 = SLAB_HWCACHE_ALIGN;
export const TCP_BIND_BUCKET: u32 = 16; // sizeof(struct inet_bind_bucket)
export const UDP: u32 = 484;
export const UDP6: u32 = 596; // UDP with the struct ipv6_pinfo behind it
export const TW_SOCK_TCP: u32 = 96; // sizeof(struct tcp_timewait_sock)
export const TW_FLAGS: u32 = SLAB_HWCACHE_ALIGN;
