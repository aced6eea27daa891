// The named slab caches, made at boot: net/core/sock.c (proto_register), net/socket.c, fs/dcache.c, net/core/skbuff.c.
// Object sizes: facts/layouts.json, constants.named_caches; they come from ./object_sizes of each kernel.
import { poke } from "../machine/ram";
import { CacheName } from "./cache_names";
import { bootBindBuckets } from "./inet_hashtables";
import { bootTimewaitCache } from "./inet_timewait_sock";
import { PAGE_OFFSET } from "./memory_map";
import {
  DENTRY,
  FILP,
  REQUEST_SOCK_FLAGS,
  REQUEST_SOCK_TCP,
  SK_BUFF,
  SOCK_INODE,
  TCP,
  TCP_BIND_BUCKET,
  TCP_FLAGS,
  TCP6,
  TW_FLAGS,
  TW_SOCK_TCP,
  UDP,
} from "./object_sizes";
import { dentry_cache, filp_cachep, sock_inode_cachep } from "./percpu";
import { bootProtoCaches } from "./protocols";
import { kmem_cache_create } from "./slab";
import { SLAB_HWCACHE_ALIGN, SLAB_RECLAIM_ACCOUNT } from "./slab_flags";

/** Leaves a cache's address in a static variable. */
function place(variable: u32, cachep: u32): void {
  poke<u32>(variable - PAGE_OFFSET, cachep);
}

/** Free of charge. */
export function bootCaches(): void {
  place(dentry_cache, kmem_cache_create(CacheName.dentry, DENTRY, 0, SLAB_RECLAIM_ACCOUNT, false));
  place(filp_cachep, kmem_cache_create(CacheName.filp, FILP, 0, SLAB_HWCACHE_ALIGN, false));
  kmem_cache_create(CacheName.skbuff_head_cache, SK_BUFF, 0, SLAB_HWCACHE_ALIGN, false);
  const inodeFlags = SLAB_HWCACHE_ALIGN | SLAB_RECLAIM_ACCOUNT;
  place(sock_inode_cachep, kmem_cache_create(CacheName.sock_inode_cache, SOCK_INODE, 0, inodeFlags, true));
  const tcp = kmem_cache_create(CacheName.TCP, TCP, 0, TCP_FLAGS, false);
  const request = kmem_cache_create(CacheName.request_sock_TCP, REQUEST_SOCK_TCP, 0, REQUEST_SOCK_FLAGS, false);
  const udp = kmem_cache_create(CacheName.UDP, UDP, 0, SLAB_HWCACHE_ALIGN, false);
  bootBindBuckets(kmem_cache_create(CacheName.tcp_bind_bucket, TCP_BIND_BUCKET, 0, SLAB_HWCACHE_ALIGN, false));
  const tcpv6 = kmem_cache_create(CacheName.TCPv6, TCP6, 0, TCP_FLAGS, false);
  // Datagram sockets of IPv6 have a cache of their own in a real kernel; here they are kmalloc()ed.
  bootTimewaitCache(kmem_cache_create(CacheName.tw_sock_TCP, TW_SOCK_TCP, 0, TW_FLAGS, false));
  bootProtoCaches(tcp, tcpv6, udp, 0, request);
}
