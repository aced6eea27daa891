// net/ipv4/inet_hashtables.c, include/net/inet_hashtables.h: what 3.6.5, 4.3 and 4.14 word alike.

import { isToken } from "../addresses";
import { exec, ld, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { __inet_put_port, INET_LHTABLE_SIZE, INUSE_IDX, PF_INET, tcp_hashinfo } from "./inet_hashtables";
import { ipv6_only_sock } from "./ipv6";
import { PAGE_OFFSET } from "./memory_map";
import { init_net, net_hash_mix } from "./net_namespace";
import { PROT_INUSE, thisCpu } from "./percpu";
import { local_bh_disable, local_bh_enable } from "./spinlock";
import { inet_bind_hashbucket, inet_hashinfo, tcp_sock } from "./structs";
import * as map from "./system_map";

export const LISTENING_HASH: u32 = 64; // offsetof(struct inet_hashinfo, listening_hash)

/** Free of charge: tcp_init() leaves the cache of bind buckets here. */
export function bootBindBuckets(cachep: u32): void {
  poke<u32>(changetype<usize>(tcp_hashinfo) + 24 - PAGE_OFFSET, cachep);
}

export function inet_bhashfn(net: u32, lport: u32, bhash_size: u32): u32 {
  return (lport + net_hash_mix(net)) & (bhash_size - 1);
}

export function inet_lhashfn(net: u32, num: u32): u32 {
  return (num + net_hash_mix(net)) & (INET_LHTABLE_SIZE - 1);
}

export function inet_sk_listen_hashfn(sk: tcp_sock): u32 {
  return inet_lhashfn(init_net, sk.inet_num);
}

/** Address of an inet_listen_hashbucket: its lock; the head lies 4 bytes on. */
export function listening_hash(hashinfo: inet_hashinfo, bucket: u32): u32 {
  return changetype<usize>(hashinfo) + LISTENING_HASH + bucket * 8;
}

export function bhash_bucket(hashinfo: inet_hashinfo, net: u32, port: u32): inet_bind_hashbucket {
  return changetype<inet_bind_hashbucket>(hashinfo.bhash + inet_bhashfn(net, port, hashinfo.bhash_size) * 8);
}

export function inet_put_port(sk: tcp_sock): void {
  exec(map.inet_put_port);
  local_bh_disable();
  __inet_put_port(sk);
  local_bh_enable();
}

/** Counts a protocol's sockets in use, per CPU. */
export function sock_prot_inuse_add(prot: u32, change: i32): void {
  exec(map.sock_prot_inuse_add);
  const index = ld<u32>(prot, INUSE_IDX);
  const at = thisCpu(PROT_INUSE) + index * 4;
  st<i32>(at, 0, ld<i32>(at, 0) + change);
}

/** The same, whatever the kernel's arguments: the address of a port's bucket, which begins with its lock. */
export function bhash_bucket_of(port: u32): u32 {
  return changetype<usize>(bhash_bucket(tcp_hashinfo, init_net, port));
}

/** Whether a segment's family is none of this listener's. An IPv6 address is a token in 240.0.0.0/4. */
export function otherFamily(sk: tcp_sock, daddr: u32): bool {
  if (isToken(bswap<u32>(daddr))) return sk.sk_family == PF_INET;
  return ipv6_only_sock(sk);
}
