// net/ipv4/inet_hashtables.c, include/net/inet_hashtables.h of Linux 4.3.
//
//   ehash[EHASH_SIZE]   chain of connections, TIME_WAIT among them; RCU nulls lists, written under ehash_locks[hash]
//   bhash[BHASH_SIZE]   {spinlock, chain of inet_bind_bucket}: bound ports
//   listening_hash[32]  {spinlock, nulls list}: readers take no lock
export * from "../linux/inet_hashtables";
export * from "./inet_hashtables_3_6";
export * from "./inet_hashtables_4x";
export * from "./inet_hashtables_before_4_14";
export * from "./inet_hashtables_to_4_3";

import { INET_LHTABLE_SIZE, inet_bind_bucket_destroy, PF_INET } from "../linux/inet_hashtables";
import { exec, ld, lockedAdd, st, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { random } from "../random";
import { atomic_inc_not_zero } from "./atomic";
import { BHASH_SIZE, EHASH_SIZE, L1_CACHE_BYTES } from "./config";
import {
  bhash_bucket,
  inet_lhashfn,
  inet_sk_listen_hashfn,
  LISTENING_HASH,
  listening_hash,
  otherFamily,
  sock_prot_inuse_add,
} from "./inet_hashtables_3_6";
import { inet_ehash_bucket_of, inet_ehashfn } from "./inet_hashtables_4x";
import { sk_add_bind_node } from "./inet_hashtables_before_4_14";
import {
  __hlist_del,
  get_nulls_value,
  hlist_add_head,
  hlist_nulls_add_head_rcu,
  hlist_unhashed,
  is_a_nulls,
  NULLS_MARKER,
} from "./list";
import { roundup_pow_of_two } from "./log2";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { init_net } from "./net_namespace";
import { kmem_cache_alloc } from "./slab";
import { sk_reuseport } from "./sock";
import { bootSpinLock, spin_lock, spin_unlock } from "./spinlock";
import { inet_bind_bucket, inet_bind_hashbucket, inet_hashinfo, proto, tcp_sock, tcp_timewait_sock } from "./structs";
import * as map from "./system_map";
import { TCP_LISTEN } from "./tcp_states";

const HASHINFO: u32 = 320; // sizeof(struct inet_hashinfo)

export const INUSE_IDX: u32 = 84; // offsetof(struct proto, inuse_idx)

const GFP_ATOMIC: u32 = 0x20;

/** The end of a listening list is marked with LISTENING_NULLS_BASE + its bucket. */
export const LISTENING_NULLS_BASE: u32 = 1 << 29;

export let tcp_hashinfo: inet_hashinfo = changetype<inet_hashinfo>(0);

/** Address of the secret of the table of connections. */
export let inet_ehash_secret: u32 = 0;

/** Builds the tables, all empty, free of charge. */
export function bootHashTables(): void {
  const at = staticData(HASHINFO);
  tcp_hashinfo = changetype<inet_hashinfo>(at);
  const ehash = staticData(EHASH_SIZE * 4, 4096);
  const bhash = staticData(BHASH_SIZE * 8, 4096);
  // inet_ehash_locks_alloc(): two lines of locks for each CPU, a power of two.
  const locks = min<u32>(roundup_pow_of_two(((2 * L1_CACHE_BYTES) / 4) * cpuCount), EHASH_SIZE);
  const ehash_locks = staticData(locks * 4, 4096);
  for (let i: u32 = 0; i < EHASH_SIZE; i++) poke<u32>(ehash + i * 4 - PAGE_OFFSET, NULLS_MARKER(i));
  for (let i: u32 = 0; i < BHASH_SIZE; i++) bootSpinLock(bhash + i * 8);
  const physical = at - PAGE_OFFSET;
  poke<u32>(physical + 0, ehash);
  poke<u32>(physical + 4, ehash_locks);
  poke<u32>(physical + 8, EHASH_SIZE - 1);
  poke<u32>(physical + 12, locks - 1);
  poke<u32>(physical + 16, bhash);
  poke<u32>(physical + 20, BHASH_SIZE);
  for (let i: u32 = 0; i < INET_LHTABLE_SIZE; i++) {
    bootSpinLock(at + LISTENING_HASH + i * 8);
    poke<u32>(physical + LISTENING_HASH + i * 8 + 4, NULLS_MARKER(i + LISTENING_NULLS_BASE));
  }
  // net_get_random_once() with the first look-up; here at boot.
  inet_ehash_secret = staticData(4, 4);
  poke<u32>(inet_ehash_secret - PAGE_OFFSET, random());
}

// ---- Hash functions: inlined

function sk_ehashfn(sk: tcp_sock): u32 {
  exec(map.sk_ehashfn);
  sk.sk_family; // an IPv6 socket has IPv4 addresses in this model
  const laddr = sk.sk_rcv_saddr;
  const lport = sk.inet_num;
  const faddr = sk.sk_daddr;
  const fport = sk.inet_dport;
  return inet_ehashfn(init_net, laddr, lport, faddr, fport);
}

export function inet_ehash_lockp(hashinfo: inet_hashinfo, hash: u32): u32 {
  return hashinfo.ehash_locks + (hash & hashinfo.ehash_locks_mask) * 4;
}

// ---- Bind buckets: one per bound port
export function inet_bind_bucket_create(cachep: u32, head: inet_bind_hashbucket, snum: u32): u32 {
  exec(map.inet_bind_bucket_create);
  const at = kmem_cache_alloc(cachep, GFP_ATOMIC);
  if (at != 0) {
    const tb = changetype<inet_bind_bucket>(at);
    tb.port = <u16>snum;
    tb.fastreuse = 0;
    tb.fastreuseport = 0;
    tb.num_owners = 0;
    st<u32>(changetype<usize>(tb.owners), 0, 0);
    hlist_add_head(changetype<usize>(tb.node), changetype<usize>(head.chain));
  }
  return at;
}

/** The same inlined, as in __inet_inherit_port. */
export function bindHash(sk: tcp_sock, tb: inet_bind_bucket, snum: u32): void {
  sk.inet_num = <u16>snum;
  sk_add_bind_node(sk, tb);
  tb.num_owners = tb.num_owners + 1;
  sk.icsk_bind_hash = changetype<usize>(tb);
}

/** Gives the port back; its bucket goes with the last owner. Inlined in inet_put_port. */
export function __inet_put_port(sk: tcp_sock): void {
  const hashinfo = tcp_hashinfo;
  const head = bhash_bucket(hashinfo, init_net, sk.inet_num);
  spin_lock(changetype<usize>(head));
  const tb = changetype<inet_bind_bucket>(sk.icsk_bind_hash);
  __hlist_del(changetype<usize>(sk.sk_bind_node));
  tb.num_owners = tb.num_owners - 1;
  sk.icsk_bind_hash = 0;
  sk.inet_num = 0;
  inet_bind_bucket_destroy(hashinfo.bind_bucket_cachep, tb);
  spin_unlock(changetype<usize>(head));
}

// ---- The listening table and the table of connections

/** Puts a connection into ehash. Softirqs are off. Left out: taking over from a TIME_WAIT socket (`tw`). */
export function __inet_hash_nolisten(sk: tcp_sock): i32 {
  exec(map.__inet_hash_nolisten);
  if (!hlist_unhashed(changetype<usize>(sk.sk_node))) trap();
  const hash = sk_ehashfn(sk);
  sk.sk_hash = hash;
  const head = inet_ehash_bucket_of(tcp_hashinfo, hash);
  const lock = inet_ehash_lockp(tcp_hashinfo, hash);
  spin_lock(lock);
  hlist_nulls_add_head_rcu(changetype<usize>(sk.sk_node), changetype<usize>(head.chain));
  spin_unlock(lock);
  sock_prot_inuse_add(sk.sk_prot, 1);
  return 0;
}

export function __inet_hash(sk: tcp_sock): void {
  exec(map.__inet_hash);
  if (sk.sk_state != TCP_LISTEN) {
    __inet_hash_nolisten(sk);
    return;
  }
  if (!hlist_unhashed(changetype<usize>(sk.sk_node))) trap();
  const hashinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
  const ilb = listening_hash(hashinfo, inet_sk_listen_hashfn(sk));
  spin_lock(ilb);
  hlist_nulls_add_head_rcu(changetype<usize>(sk.sk_node), ilb + 4);
  sock_prot_inuse_add(sk.sk_prot, 1);
  spin_unlock(ilb);
}

// ---- Finding a socket for a segment, under RCU. Addresses and ports as they lie in memory, hnum in host order.
const SK_NODE: u32 = 80; // offsetof(struct sock_common, skc_node)
const SK_REFCNT: u32 = 92; // offsetof(struct sock_common, skc_refcnt)

/** INET_MATCH, inlined. */
function inetMatches(sk: tcp_sock, ports: u32, saddr: u32, daddr: u32, dif: i32): bool {
  if (sk.sk_portpair != ports || sk.sk_daddr != saddr || sk.sk_rcv_saddr != daddr) return false;
  const bound = sk.sk_bound_dev_if;
  return bound == 0 || bound == dif;
}

/** INET_TW_MATCH, inlined. */
function _timewaitMatches(
  tw: tcp_timewait_sock,
  hash: u32,
  saddr: u32,
  sport: u16,
  daddr: u32,
  hnum: u16,
  dif: i32,
): bool {
  return (
    tw.tw_hash == hash &&
    tw.tw_daddr == saddr &&
    tw.tw_rcv_saddr == daddr &&
    tw.tw_dport == sport &&
    tw.tw_num == hnum &&
    (tw.tw_bound_dev_if == 0 || tw.tw_bound_dev_if == dif)
  );
}

/** A connection (or what TIME_WAIT has of it), held, or null. Nobody moves entries while one CPU runs at a time: a chain never has to be read again. */
export function __inet_lookup_established(saddr: u32, sport: u16, daddr: u32, hnum: u16, dif: i32): tcp_sock {
  exec(map.__inet_lookup_established);
  const ports = ((<u32>hnum) << 16) | sport;
  const hash = inet_ehashfn(init_net, daddr, hnum, saddr, sport);
  const slot = hash & tcp_hashinfo.ehash_mask;
  let node = ld<u32>(tcp_hashinfo.ehash + slot * 4, 0);
  while (turn(map.inet_lookup_established_turn, !is_a_nulls(node))) {
    const sk = changetype<tcp_sock>(node - SK_NODE);
    if (sk.sk_hash == hash && inetMatches(sk, ports, saddr, daddr, dif)) {
      exec(map.inet_lookup_established_hit);
      if (!atomic_inc_not_zero(changetype<usize>(sk) + SK_REFCNT)) trap();
      if (!inetMatches(sk, ports, saddr, daddr, dif)) trap();
      return sk;
    }
    node = sk.sk_nulls_node.next;
  }
  if (get_nulls_value(node) != slot) trap();
  return changetype<tcp_sock>(0);
}

/** Inlined: how well a listener fits; -1: not at all. */
function compute_score(sk: tcp_sock, hnum: u16, daddr: u32, dif: i32): i32 {
  if (sk.inet_num != hnum || otherFamily(sk, daddr)) return -1;
  exec(map.inet_lookup_listener_score);
  let score = sk.sk_family == PF_INET ? 2 : 1;
  const rcv_saddr = sk.sk_rcv_saddr;
  if (rcv_saddr != 0) {
    if (rcv_saddr != daddr) return -1;
    score += 4;
  }
  const bound = sk.sk_bound_dev_if;
  if (bound != 0) {
    if (bound != dif) return -1;
    score += 4;
  }
  return score;
}

/** include/linux/kernel.h: a 32-bit number scaled to 0..limit-1. Inlined. */
function reciprocal_scale(value: u32, limit: u32): u32 {
  return <u32>((<u64>value * limit) >> 32);
}

/** include/linux/random.h, inlined. */
function next_pseudo_random32(seed: u32): u32 {
  return seed * 1664525 + 1013904223;
}

/**
 * The listener, held, or null: of all entries the one that fits best. Of equals the one that was hashed last, but with
 * SO_REUSEPORT one of them by the hash of the connection: the n-th equal takes over with a chance of 1/n.
 */
export function __inet_lookup_listener(saddr: u32, sport: u16, daddr: u32, hnum: u16, dif: i32): tcp_sock {
  exec(map.__inet_lookup_listener);
  const hash = inet_lhashfn(init_net, hnum);
  const head = listening_hash(tcp_hashinfo, hash) + 4;
  let result = listenerOf(head, hash, saddr, sport, daddr, hnum, dif);
  while (result != 0) {
    const best = hiscore;
    if (!atomic_inc_not_zero(result + SK_REFCNT)) return changetype<tcp_sock>(0);
    if (compute_score(changetype<tcp_sock>(result), hnum, daddr, dif) >= best) break;
    // It was freed and made anew meanwhile. Begin again.
    lockedAdd<i32>(result + SK_REFCNT, -1); // sock_gen_put()
    result = listenerOf(head, hash, saddr, sport, daddr, hnum, dif);
  }
  return changetype<tcp_sock>(result);
}

/** Score of the listener that listenerOf() found. */
let hiscore: i32 = 0;

/** Inlined: one way along the chain; again if it ended in another list (an entry was hashed anew meanwhile). */
function listenerOf(head: u32, hash: u32, saddr: u32, sport: u16, daddr: u32, hnum: u16, dif: i32): u32 {
  let result: u32;
  let node: u32;
  do {
    result = 0;
    hiscore = 0;
    let reuseport = false;
    let matches: u32 = 0;
    let phash: u32 = 0;
    node = ld<u32>(head, 0);
    while (turn(map.inet_lookup_listener_turn, !is_a_nulls(node))) {
      const sk = changetype<tcp_sock>(node - SK_NODE);
      const score = compute_score(sk, hnum, daddr, dif);
      if (score > hiscore) {
        result = changetype<usize>(sk);
        hiscore = score;
        reuseport = sk_reuseport(sk);
        if (reuseport) {
          phash = inet_ehashfn(init_net, daddr, hnum, saddr, sport);
          matches = 1;
        }
      } else if (score == hiscore && reuseport) {
        exec(map.inet_lookup_listener_equal);
        matches++;
        if (reciprocal_scale(phash, matches) == 0) result = changetype<usize>(sk);
        phash = next_pseudo_random32(phash);
      }
      node = sk.sk_nulls_node.next;
    }
  } while (get_nulls_value(node) != hash + LISTENING_NULLS_BASE);
  return result;
}

/** Inlined: a connection, else a listener; held, or null. */
export function __inet_lookup(saddr: u32, sport: u16, daddr: u32, dport: u16, dif: i32): tcp_sock {
  const hnum = bswap<u16>(dport);
  const sk = __inet_lookup_established(saddr, sport, daddr, hnum, dif);
  return changetype<usize>(sk) != 0 ? sk : __inet_lookup_listener(saddr, sport, daddr, hnum, dif);
}
