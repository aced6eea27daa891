// Names of the kernels' slab caches, as /proc/slabinfo prints them. Callers of kmem_cache_create() give a CacheName.

export const enum CacheName {
  request_sock_TCP = 0,
  TCP = 1,
  tw_sock_TCP = 2,
  tcp_bind_bucket = 3,
  sock_inode_cache = 4,
  filp = 5,
  dentry = 6,
  skbuff_head_cache = 7,
  skbuff_fclone_cache = 8,
  ip_dst_cache = 9,
  vm_area = 10,
  inet_peer_cache = 11,
  UDP = 12,
  RAW = 13,
  request_sock_TCPv6 = 14,
  TCPv6 = 15,
  tw_sock_TCPv6 = 16,
  /** A kmalloc class: its name is made of its size. */
  kmalloc = 17,
}

/** Bytes of a name in the table. */
export const NAME_BYTES: usize = 24;

/** The names in the order of CacheName, zero-padded. */
// biome-ignore format: one name per line
const names: usize = memory.data<u8>([
  114, 101, 113, 117, 101, 115, 116, 95, 115, 111, 99, 107, 95, 84, 67, 80, 0, 0, 0, 0, 0, 0, 0, 0, // request_sock_TCP
  84, 67, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // TCP
  116, 119, 95, 115, 111, 99, 107, 95, 84, 67, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // tw_sock_TCP
  116, 99, 112, 95, 98, 105, 110, 100, 95, 98, 117, 99, 107, 101, 116, 0, 0, 0, 0, 0, 0, 0, 0, 0, // tcp_bind_bucket
  115, 111, 99, 107, 95, 105, 110, 111, 100, 101, 95, 99, 97, 99, 104, 101, 0, 0, 0, 0, 0, 0, 0, 0, // sock_inode_cache
  102, 105, 108, 112, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // filp
  100, 101, 110, 116, 114, 121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // dentry
  115, 107, 98, 117, 102, 102, 95, 104, 101, 97, 100, 95, 99, 97, 99, 104, 101, 0, 0, 0, 0, 0, 0, 0, // skbuff_head_cache
  115, 107, 98, 117, 102, 102, 95, 102, 99, 108, 111, 110, 101, 95, 99, 97, 99, 104, 101, 0, 0, 0, 0, 0, // skbuff_fclone_cache
  105, 112, 95, 100, 115, 116, 95, 99, 97, 99, 104, 101, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // ip_dst_cache
  118, 109, 95, 97, 114, 101, 97, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // vm_area
  105, 110, 101, 116, 95, 112, 101, 101, 114, 95, 99, 97, 99, 104, 101, 0, 0, 0, 0, 0, 0, 0, 0, 0, // inet_peer_cache
  85, 68, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // UDP
  82, 65, 87, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // RAW
  114, 101, 113, 117, 101, 115, 116, 95, 115, 111, 99, 107, 95, 84, 67, 80, 118, 54, 0, 0, 0, 0, 0, 0, // request_sock_TCPv6
  84, 67, 80, 118, 54, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // TCPv6
  116, 119, 95, 115, 111, 99, 107, 95, 84, 67, 80, 118, 54, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // tw_sock_TCPv6
], 4);

/** Where the name lies in the module's memory (zero-terminated ASCII, a multiple of words). */
export function nameOf(name: CacheName): usize {
  return names + <usize>name * NAME_BYTES;
}
