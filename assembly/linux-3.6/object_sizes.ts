// Bytes of the objects in the named caches of Linux 3.6.5: facts/layouts.json. UDP: struct udp_sock, by slabinfo.
import { SLAB_DESTROY_BY_RCU, SLAB_HWCACHE_ALIGN } from "./slab_flags";

export const DENTRY: u32 = 128; // sizeof(struct dentry)
export const FILP: u32 = 136; // sizeof(struct file)
export const SK_BUFF: u32 = 160; // sizeof(struct sk_buff)
export const SOCK_INODE: u32 = 340; // sizeof(struct socket_alloc)
export const TCP: u32 = 1196; // sizeof(struct tcp_sock)
export const TCP6: u32 = 1336; // sizeof(struct tcp6_sock)
export const TCP_FLAGS: u32 = SLAB_HWCACHE_ALIGN | SLAB_DESTROY_BY_RCU;
export const REQUEST_SOCK_TCP: u32 = 72; // sizeof(struct tcp_request_sock)
export const REQUEST_SOCK_FLAGS: u32 = SLAB_HWCACHE_ALIGN;
export const TCP_BIND_BUCKET: u32 = 24; // sizeof(struct inet_bind_bucket)
export const UDP: u32 = 560;
export const UDP6: u32 = 700; // UDP with the struct ipv6_pinfo behind it
export const TW_SOCK_TCP: u32 = 108; // sizeof(struct tcp_timewait_sock)
export const TW_FLAGS: u32 = SLAB_HWCACHE_ALIGN | SLAB_DESTROY_BY_RCU;
