// Bytes of the objects in the named caches of Linux 4.3: facts/layouts.json. UDP: struct udp_sock, as in 3.6.
import { SLAB_DESTROY_BY_RCU, SLAB_HWCACHE_ALIGN } from "./slab_flags";

export const DENTRY: u32 = 128; // sizeof(struct dentry)
export const FILP: u32 = 164; // sizeof(struct file)
export const SK_BUFF: u32 = 168; // sizeof(struct sk_buff)
export const SOCK_INODE: u32 = 344; // sizeof(struct socket_alloc)
export const TCP: u32 = 1536; // sizeof(struct tcp_sock)
export const TCP6: u32 = 1664; // sizeof(struct tcp6_sock)
export const TCP_FLAGS: u32 = SLAB_HWCACHE_ALIGN | SLAB_DESTROY_BY_RCU;
export const REQUEST_SOCK_TCP: u32 = 216; // sizeof(struct tcp_request_sock)
/** Objects of 216 bytes that straddle lines. */
export const REQUEST_SOCK_FLAGS: u32 = 0;
export const TCP_BIND_BUCKET: u32 = 28; // sizeof(struct inet_bind_bucket)
export const UDP: u32 = 560;
export const UDP6: u32 = 700; // as in 3.6
export const TW_SOCK_TCP: u32 = 176; // sizeof(struct tcp_timewait_sock)
export const TW_FLAGS: u32 = SLAB_HWCACHE_ALIGN | SLAB_DESTROY_BY_RCU;
