// net/ipv4/inet_hashtables.c, include/net/inet_hashtables.h, net/core/stream.c wait queues of Linux 2.6.20.
//
//   ehash[2 * EHASH_SIZE]  {rwlock, chain}: connections; the second half holds TIME_WAIT
//   bhash[BHASH_SIZE]      {spinlock, chain of inet_bind_bucket}: bound ports
//   listening_hash[32]     plain heads, all under one rwlock: lhash_lock
// Left out: sleeping in inet_listen_wlock while lhash_users > 0 (readers of /proc/net/tcp).
export * from "../linux/inet_hashtables";
export * from "./inet_hashtables_before_4_14";

import { isToken } from "../addresses";
import { INET_LHTABLE_SIZE, inet_bind_bucket_destroy, PF_INET } from "../linux/inet_hashtables";
import { cpu, exec, ld, st, turn } from "../machine/cpu";
import { poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { atomic_inc } from "./atomic";
import { BHASH_SIZE, EHASH_SIZE } from "./config";
import { sk_add_bind_node } from "./inet_hashtables_before_4_14";
import { ipv6_only_sock } from "./ipv6";
import { __hlist_del, hlist_add_head, hlist_unhashed, INIT_HLIST_NODE } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { kmem_cache_alloc } from "./slab";
import {
  _read_lock,
  _spin_lock,
  _write_lock,
  _write_lock_bh,
  _write_unlock_bh,
  bootRwLock,
  bootSpinLock,
  local_bh_disable,
  local_bh_enable,
  read_unlock,
  spin_unlock,
  write_unlock,
} from "./spinlock";
import {
  inet_bind_bucket,
  inet_bind_hashbucket,
  inet_ehash_bucket,
  inet_hashinfo,
  tcp_sock,
  tcp_timewait_sock,
} from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE, TCP_LISTEN } from "./tcp_states";
import { wake_up } from "./wait";

const LISTENING_HASH: u32 = 16; // offsetof(struct inet_hashinfo, listening_hash)

const LHASH_LOCK: u32 = 192; // offsetof(struct inet_hashinfo, lhash_lock)

const LHASH_WAIT: u32 = 200; // offsetof(struct inet_hashinfo, lhash_wait)

const GFP_ATOMIC: u32 = 0x20;

export let tcp_hashinfo: inet_hashinfo = changetype<inet_hashinfo>(0);

/** Builds the tables, all empty, free of charge. */
export function bootHashTables(): void {
  const at = staticData(256);
  tcp_hashinfo = changetype<inet_hashinfo>(at);
  const ehash = staticData(2 * EHASH_SIZE * 8, 4096);
  const bhash = staticData(BHASH_SIZE * 8, 4096);
  for (let i: u32 = 0; i < 2 * EHASH_SIZE; i++) bootRwLock(ehash + i * 8);
  for (let i: u32 = 0; i < BHASH_SIZE; i++) bootSpinLock(bhash + i * 8);
  const physical = at - PAGE_OFFSET;
  poke<u32>(physical + 0, ehash);
  poke<u32>(physical + 4, bhash);
  poke<u32>(physical + 8, BHASH_SIZE);
  poke<u32>(physical + 12, EHASH_SIZE);
  bootRwLock(at + LHASH_LOCK);
  bootSpinLock(at + LHASH_WAIT);
  poke<u32>(physical + 204, at + 204);
  poke<u32>(physical + 208, at + 204);
}

/** Free of charge: tcp_init() leaves the cache of bind buckets here. */
export function bootBindBuckets(cachep: u32): void {
  poke<u32>(changetype<usize>(tcp_hashinfo) + 212 - PAGE_OFFSET, cachep);
}

// ---- Hash functions: inlined
export function inet_bhashfn(lport: u32, bhash_size: u32): u32 {
  return lport & (bhash_size - 1);
}

export function inet_lhashfn(num: u32): u32 {
  return num & (INET_LHTABLE_SIZE - 1);
}

export function inet_sk_listen_hashfn(sk: tcp_sock): u32 {
  return inet_lhashfn(sk.num);
}

/** Addresses and the foreign port as they lie in memory (network order), the local port in host order. */
export function inet_ehashfn(laddr: u32, lport: u32, faddr: u32, fport: u32): u32 {
  let h = laddr ^ lport ^ (faddr ^ fport);
  h ^= h >> 16;
  h ^= h >> 8;
  return h;
}

export function inet_sk_ehashfn(sk: tcp_sock): u32 {
  const laddr = sk.rcv_saddr;
  const lport = sk.num;
  const faddr = sk.daddr;
  return inet_ehashfn(laddr, lport, faddr, sk.dport);
}

export function inet_ehash_bucket_of(hashinfo: inet_hashinfo, hash: u32): inet_ehash_bucket {
  return changetype<inet_ehash_bucket>(hashinfo.ehash + (hash & (hashinfo.ehash_size - 1)) * 8);
}

/** Address of a head of listening_hash. */
export function listening_hash(hashinfo: inet_hashinfo, bucket: u32): u32 {
  return changetype<usize>(hashinfo) + LISTENING_HASH + bucket * 4;
}

export function bhash_bucket(hashinfo: inet_hashinfo, port: u32): inet_bind_hashbucket {
  return changetype<inet_bind_hashbucket>(hashinfo.bhash + inet_bhashfn(port, hashinfo.bhash_size) * 8);
}

// ---- Bind buckets: one per bound port
export function inet_bind_bucket_create(cachep: u32, head: inet_bind_hashbucket, snum: u32): u32 {
  exec(map.inet_bind_bucket_create);
  const at = kmem_cache_alloc(cachep, GFP_ATOMIC);
  if (at != 0) {
    const tb = changetype<inet_bind_bucket>(at);
    tb.port = <u16>snum;
    tb.fastreuse = 0;
    st<u32>(changetype<usize>(tb.owners), 0, 0);
    hlist_add_head(changetype<usize>(tb.node), changetype<usize>(head.chain));
  }
  return at;
}

export function inet_bind_hash(sk: tcp_sock, tb: inet_bind_bucket, snum: u32): void {
  exec(map.inet_bind_hash);
  sk.num = <u16>snum;
  sk_add_bind_node(sk, tb);
  sk.icsk_bind_hash = changetype<usize>(tb);
}

/** Gives the port back; its bucket goes with the last owner. Inlined in inet_put_port. */
function __inet_put_port(hashinfo: inet_hashinfo, sk: tcp_sock): void {
  const head = bhash_bucket(hashinfo, sk.num);
  _spin_lock(changetype<usize>(head));
  const tb = changetype<inet_bind_bucket>(sk.icsk_bind_hash);
  __hlist_del(changetype<usize>(sk.sk_bind_node));
  sk.icsk_bind_hash = 0;
  sk.num = 0;
  inet_bind_bucket_destroy(hashinfo.bind_bucket_cachep, tb);
  spin_unlock(changetype<usize>(head));
}

export function inet_put_port(hashinfo: inet_hashinfo, sk: tcp_sock): void {
  exec(map.inet_put_port);
  local_bh_disable();
  __inet_put_port(hashinfo, sk);
  local_bh_enable();
}

/** A child owns its listener's port. Inlined in tcp_v4_syn_recv_sock; softirqs are off. */
export function __inet_inherit_port(hashinfo: inet_hashinfo, sk: tcp_sock, child: tcp_sock): void {
  const head = bhash_bucket(hashinfo, child.num);
  _spin_lock(changetype<usize>(head));
  const tb = changetype<inet_bind_bucket>(sk.icsk_bind_hash);
  sk_add_bind_node(child, tb);
  child.icsk_bind_hash = changetype<usize>(tb);
  spin_unlock(changetype<usize>(head));
}

// ---- The listening table and the table of connections
/** Takes lhash_lock for writing; readers that count themselves in lhash_users (/proc) do not exist here. */
export function inet_listen_wlock(hashinfo: inet_hashinfo): void {
  exec(map.inet_listen_wlock);
  _write_lock(changetype<usize>(hashinfo) + LHASH_LOCK);
  if (hashinfo.lhash_users != 0) trap();
}

/** proto.stats[cpu].inuse += change. Inlined. */
export function sock_prot_inuse_add(prot: u32, change: i32): void {
  const at = prot + 176 + cpu.number * 64;
  st<i32>(at, 0, ld<i32>(at, 0) + change);
}

/** Inlined in tcp_v4_hash and tcp_v4_syn_recv_sock. Softirqs are off. */
export function __inet_hash(hashinfo: inet_hashinfo, sk: tcp_sock, listen_possible: bool): void {
  if (!hlist_unhashed(changetype<usize>(sk.sk_node))) trap();
  let list: u32;
  let lock: u32;
  const listening = listen_possible && sk.sk_state == TCP_LISTEN;
  if (listening) {
    list = listening_hash(hashinfo, inet_sk_listen_hashfn(sk));
    lock = changetype<usize>(hashinfo) + LHASH_LOCK;
    inet_listen_wlock(hashinfo);
  } else {
    const hash = inet_sk_ehashfn(sk);
    sk.sk_hash = hash;
    const head = inet_ehash_bucket_of(hashinfo, hash);
    list = changetype<usize>(head.chain);
    lock = changetype<usize>(head);
    _write_lock(lock);
  }
  hlist_add_head(changetype<usize>(sk.sk_node), list);
  sock_prot_inuse_add(sk.sk_prot, 1);
  write_unlock(lock);
  if (listen_possible && sk.sk_state == TCP_LISTEN) wake_up(changetype<usize>(hashinfo.lhash_wait));
}

export function tcp_v4_hash(sk: tcp_sock): void {
  exec(map.tcp_v4_hash);
  if (sk.sk_state == TCP_CLOSE) return;
  local_bh_disable();
  __inet_hash(tcp_hashinfo, sk, true);
  local_bh_enable();
}

/** tcp_unhash of tcp_ipv4.c: inet_unhash on tcp_hashinfo, inlined. */
export function tcp_unhash(sk: tcp_sock): void {
  exec(map.tcp_unhash);
  const node = changetype<usize>(sk.sk_node);
  if (!hlist_unhashed(node)) {
    let lock: u32;
    if (sk.sk_state == TCP_LISTEN) {
      local_bh_disable();
      lock = changetype<usize>(tcp_hashinfo) + LHASH_LOCK;
      inet_listen_wlock(tcp_hashinfo);
    } else {
      lock = changetype<usize>(inet_ehash_bucket_of(tcp_hashinfo, sk.sk_hash));
      _write_lock_bh(lock);
    }
    if (!hlist_unhashed(node)) {
      __hlist_del(node);
      INIT_HLIST_NODE(node);
      sock_prot_inuse_add(sk.sk_prot, -1);
    }
    _write_unlock_bh(lock);
  }
  if (sk.sk_state == TCP_LISTEN) wake_up(changetype<usize>(tcp_hashinfo.lhash_wait));
}

// ---- Finding a socket for a segment. Addresses and ports as they lie in memory, hnum in host order.
/** Inlined in __inet_lookup and tcp_v4_hnd_req: a connection, held, or null. */
export function __inet_lookup_established(
  hashinfo: inet_hashinfo,
  saddr: u32,
  sport: u16,
  daddr: u32,
  hnum: u16,
  dif: i32,
): tcp_sock {
  const hash = inet_ehashfn(daddr, hnum, saddr, sport);
  const head = inet_ehash_bucket_of(hashinfo, hash);
  _read_lock(changetype<usize>(head));
  let found: u32 = 0;
  let node = head.chain.first;
  while (turn(map.inet_lookup_established_turn, node != 0)) {
    const sk = changetype<tcp_sock>(node - SK_NODE);
    if (
      sk.sk_hash == hash &&
      sk.daddr == saddr &&
      sk.rcv_saddr == daddr &&
      sk.dport == sport &&
      sk.num == hnum &&
      (sk.sk_bound_dev_if == 0 || sk.sk_bound_dev_if == dif)
    ) {
      found = changetype<usize>(sk);
      atomic_inc(found + SK_REFCNT);
      break;
    }
    node = sk.sk_node.next;
  }
  // The chain of TIME_WAIT sockets.
  if (found == 0) node = ld<u32>(changetype<usize>(head) + hashinfo.ehash_size * 8, 4);
  while (found == 0 && turn(map.inet_lookup_timewait_turn, node != 0)) {
    const tw = changetype<tcp_timewait_sock>(node - SK_NODE);
    if (
      tw.tw_hash == hash &&
      tw.tw_daddr == saddr &&
      tw.tw_rcv_saddr == daddr &&
      tw.tw_dport == sport &&
      tw.tw_num == hnum &&
      (tw.tw_bound_dev_if == 0 || tw.tw_bound_dev_if == dif)
    ) {
      found = changetype<usize>(tw);
      atomic_inc(found + SK_REFCNT);
    }
    node = ld<u32>(node, 0);
  }
  read_unlock(changetype<usize>(head));
  return changetype<tcp_sock>(found);
}

const SK_NODE: u32 = 8; // offsetof(struct sock_common, skc_node)
const SK_REFCNT: u32 = 24; // offsetof(struct sock_common, skc_refcnt)

/** Whether a segment's family is none of this listener's. An IPv6 address is a token in 240.0.0.0/4. */
function otherFamily(sk: tcp_sock, family: u16, daddr: u32): bool {
  if (isToken(bswap<u32>(daddr))) return family == PF_INET;
  return family != PF_INET && ipv6_only_sock(sk);
}

/** The listener, held, or null. One that is alone in its chain and takes everything needs no scoring. */
export function __inet_lookup_listener(hashinfo: inet_hashinfo, daddr: u32, hnum: u16, dif: i32): tcp_sock {
  exec(map.__inet_lookup_listener);
  const lock = changetype<usize>(hashinfo) + LHASH_LOCK;
  _read_lock(lock);
  const head = listening_hash(hashinfo, inet_lhashfn(hnum));
  const first = ld<u32>(head, 0);
  let sk = changetype<tcp_sock>(0);
  if (first != 0) {
    sk = changetype<tcp_sock>(first - SK_NODE);
    const num = sk.num;
    const alone =
      num == hnum &&
      sk.sk_node.next == 0 &&
      (sk.rcv_saddr == 0 || sk.rcv_saddr == daddr) &&
      !otherFamily(sk, sk.sk_family, daddr) &&
      sk.sk_bound_dev_if == 0;
    if (!alone) sk = inet_lookup_listener_slow(first, num, daddr, hnum, dif);
  }
  if (changetype<usize>(sk) != 0) {
    exec(map.inet_lookup_listener_hold);
    atomic_inc(changetype<usize>(sk) + SK_REFCNT);
  }
  read_unlock(lock);
  return sk;
}

/**
 * Inlined: the listener that says most about what it wants; of equals the one that was hashed last. The first one and
 * its port are in registers.
 */
function inet_lookup_listener_slow(first: u32, firstNum: u16, daddr: u32, hnum: u16, dif: i32): tcp_sock {
  let result: u32 = 0;
  let hiscore = -1;
  let node = first;
  while (turn(map.inet_lookup_listener_turn, node != 0)) {
    const sk = changetype<tcp_sock>(node - SK_NODE);
    const num = node == first ? firstNum : sk.num;
    node = sk.sk_node.next;
    if (num != hnum) continue;
    const family = sk.sk_family;
    if (otherFamily(sk, family, daddr)) continue;
    exec(map.inet_lookup_listener_score);
    let score = family == PF_INET ? 1 : 0;
    const rcv_saddr = sk.rcv_saddr;
    if (rcv_saddr != 0) {
      if (rcv_saddr != daddr) continue;
      score += 2;
    }
    const bound = sk.sk_bound_dev_if;
    if (bound != 0) {
      if (bound != dif) continue;
      score += 2;
    }
    if (score == 5) return sk;
    if (score > hiscore) {
      hiscore = score;
      result = changetype<usize>(sk);
    }
  }
  return changetype<tcp_sock>(result);
}

/** Inlined: a connection, else a listener; held, or null. */
export function __inet_lookup(
  hashinfo: inet_hashinfo,
  saddr: u32,
  sport: u16,
  daddr: u32,
  dport: u16,
  dif: i32,
): tcp_sock {
  const hnum = bswap<u16>(dport);
  const sk = __inet_lookup_established(hashinfo, saddr, sport, daddr, hnum, dif);
  return changetype<usize>(sk) != 0 ? sk : __inet_lookup_listener(hashinfo, daddr, hnum, dif);
}

/** The same, whatever the kernel's arguments: the address of a port's bucket, which begins with its lock. */
export function bhash_bucket_of(port: u32): u32 {
  return changetype<usize>(bhash_bucket(tcp_hashinfo, port));
}
