// net/ipv4/inet_hashtables.c, include/net/inet_hashtables.h of Linux 3.6.5.
//
//   ehash[EHASH_SIZE]   {chain, TIME_WAIT chain}: connections; RCU nulls lists, written under ehash_locks[hash]
//   bhash[BHASH_SIZE]   {spinlock, chain of inet_bind_bucket}: bound ports
//   listening_hash[32]  {spinlock, nulls list}: readers take no lock
export * from "../linux/inet_hashtables";
export * from "./inet_hashtables_3_6";
export * from "./inet_hashtables_before_4_14";
export * from "./inet_hashtables_to_4_3";

import { INET_LHTABLE_SIZE, inet_bind_bucket_destroy, PF_INET } from "../linux/inet_hashtables";
import { exec, ld, lockedAdd, st, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { random } from "../random";
import { atomic_inc_not_zero } from "./atomic";
import { BHASH_SIZE, EHASH_SIZE } from "./config";
import {
  bhash_bucket,
  inet_lhashfn,
  inet_sk_listen_hashfn,
  LISTENING_HASH,
  listening_hash,
  otherFamily,
  sock_prot_inuse_add,
} from "./inet_hashtables_3_6";
import { sk_add_bind_node } from "./inet_hashtables_before_4_14";
import { jhash_3words } from "./jhash";
import {
  __hlist_del,
  get_nulls_value,
  hlist_add_head,
  hlist_nulls_add_head_rcu,
  hlist_unhashed,
  is_a_nulls,
  NULLS_MARKER,
} from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { init_net, net_hash_mix } from "./net_namespace";
import { read } from "./percpu";
import { kmem_cache_alloc } from "./slab";
import { bootSpinLock, spin_lock, spin_unlock } from "./spinlock";
import {
  inet_bind_bucket,
  inet_bind_hashbucket,
  inet_ehash_bucket,
  inet_hashinfo,
  proto,
  tcp_sock,
  tcp_timewait_sock,
} from "./structs";
import * as map from "./system_map";
import { TCP_LISTEN } from "./tcp_states";

export const BSOCKETS: u32 = 320; // offsetof(struct inet_hashinfo, bsockets)

export const INUSE_IDX: u32 = 88; // offsetof(struct proto, inuse_idx)

const GFP_ATOMIC: u32 = 0x20;

/** The end of a listening list is marked with LISTENING_NULLS_BASE + its bucket. */
export const LISTENING_NULLS_BASE: u32 = 1 << 29;

export let tcp_hashinfo: inet_hashinfo = changetype<inet_hashinfo>(0);

/** Address of the secret of the table of connections. */
export let inet_ehash_secret: u32 = 0;

/** Builds the tables, all empty, free of charge. */
export function bootHashTables(): void {
  const at = staticData(384);
  tcp_hashinfo = changetype<inet_hashinfo>(at);
  const ehash = staticData(EHASH_SIZE * 8, 4096);
  const bhash = staticData(BHASH_SIZE * 8, 4096);
  // inet_ehash_locks_alloc: 256 locks on one CPU, 512 from 2, 1024 from 4, 2048 from 8.
  let locks: u32 = 256;
  for (let i: u32 = 2; i <= min<u32>(cpuCount, 8); i *= 2) locks *= 2;
  const ehash_locks = staticData(locks * 2, 4096);
  for (let i: u32 = 0; i < EHASH_SIZE; i++) {
    poke<u32>(ehash + i * 8 - PAGE_OFFSET, NULLS_MARKER(i));
    poke<u32>(ehash + i * 8 + 4 - PAGE_OFFSET, NULLS_MARKER(i));
  }
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
  // build_ehash_secret() runs with the first stream socket of the system; here at boot.
  inet_ehash_secret = staticData(4, 4);
  poke<u32>(inet_ehash_secret - PAGE_OFFSET, random() | 1);
}

// ---- Hash functions: inlined

/** Addresses and the foreign port as they lie in memory (network order), the local port in host order. */
export function inet_ehashfn(net: u32, laddr: u32, lport: u32, faddr: u32, fport: u32): u32 {
  return jhash_3words(laddr, faddr, (lport << 16) | fport, read(inet_ehash_secret) + net_hash_mix(net));
}

export function inet_sk_ehashfn(sk: tcp_sock): u32 {
  const laddr = sk.sk_rcv_saddr;
  const lport = sk.inet_num;
  const faddr = sk.sk_daddr;
  const fport = sk.inet_dport;
  return inet_ehashfn(init_net, laddr, lport, faddr, fport);
}

export function inet_ehash_bucket_of(hashinfo: inet_hashinfo, hash: u32): inet_ehash_bucket {
  return changetype<inet_ehash_bucket>(hashinfo.ehash + (hash & hashinfo.ehash_mask) * 8);
}

export function inet_ehash_lockp(hashinfo: inet_hashinfo, hash: u32): u32 {
  return hashinfo.ehash_locks + (hash & hashinfo.ehash_locks_mask) * 2;
}

// ---- Bind buckets: one per bound port
export function inet_bind_bucket_create(cachep: u32, head: inet_bind_hashbucket, snum: u32): u32 {
  exec(map.inet_bind_bucket_create);
  const at = kmem_cache_alloc(cachep, GFP_ATOMIC);
  if (at != 0) {
    const tb = changetype<inet_bind_bucket>(at);
    tb.port = <u16>snum;
    tb.fastreuse = 0;
    tb.num_owners = 0;
    st<u32>(changetype<usize>(tb.owners), 0, 0);
    hlist_add_head(changetype<usize>(tb.node), changetype<usize>(head.chain));
  }
  return at;
}

/** The same inlined, as in __inet_inherit_port. */
export function bindHash(sk: tcp_sock, tb: inet_bind_bucket, snum: u32): void {
  lockedAdd<i32>(changetype<proto>(sk.sk_prot).h_hashinfo + BSOCKETS, 1);
  sk.inet_num = <u16>snum;
  sk_add_bind_node(sk, tb);
  tb.num_owners = tb.num_owners + 1;
  sk.icsk_bind_hash = changetype<usize>(tb);
}

/** Gives the port back; its bucket goes with the last owner. Inlined in inet_put_port. */
export function __inet_put_port(sk: tcp_sock): void {
  const hashinfo = tcp_hashinfo;
  const head = bhash_bucket(hashinfo, init_net, sk.inet_num);
  lockedAdd<i32>(changetype<usize>(hashinfo) + BSOCKETS, -1);
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
  const hash = inet_sk_ehashfn(sk);
  sk.sk_hash = hash;
  const head = inet_ehash_bucket_of(tcp_hashinfo, hash);
  const lock = inet_ehash_lockp(tcp_hashinfo, hash);
  spin_lock(lock);
  hlist_nulls_add_head_rcu(changetype<usize>(sk.sk_node), changetype<usize>(head.chain));
  spin_unlock(lock);
  sock_prot_inuse_add(sk.sk_prot, 1);
  return 0;
}

/** Inlined in inet_hash. */
export function __inet_hash(sk: tcp_sock): void {
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
const SK_NODE: u32 = 36; // offsetof(struct sock_common, skc_node)
const SK_REFCNT: u32 = 48; // offsetof(struct sock_common, skc_refcnt)

/** INET_MATCH, inlined. */
function inetMatches(sk: tcp_sock, hash: u32, saddr: u32, sport: u16, daddr: u32, hnum: u16, dif: i32): bool {
  return (
    sk.sk_hash == hash &&
    sk.sk_daddr == saddr &&
    sk.sk_rcv_saddr == daddr &&
    sk.inet_dport == sport &&
    sk.inet_num == hnum &&
    (sk.sk_bound_dev_if == 0 || sk.sk_bound_dev_if == dif)
  );
}

/** INET_TW_MATCH, inlined. */
function timewaitMatches(
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
  const hash = inet_ehashfn(init_net, daddr, hnum, saddr, sport);
  const slot = hash & tcp_hashinfo.ehash_mask;
  const head = changetype<inet_ehash_bucket>(tcp_hashinfo.ehash + slot * 8);
  let node = ld<u32>(changetype<usize>(head), 0);
  while (turn(map.inet_lookup_established_turn, !is_a_nulls(node))) {
    const sk = changetype<tcp_sock>(node - SK_NODE);
    if (inetMatches(sk, hash, saddr, sport, daddr, hnum, dif)) {
      exec(map.inet_lookup_established_hit);
      if (!atomic_inc_not_zero(changetype<usize>(sk) + SK_REFCNT)) trap();
      if (!inetMatches(sk, hash, saddr, sport, daddr, hnum, dif)) trap();
      return sk;
    }
    node = sk.sk_nulls_node.next;
  }
  if (get_nulls_value(node) != slot) trap();
  // The chain of TIME_WAIT sockets.
  node = ld<u32>(changetype<usize>(head), 4);
  while (turn(map.inet_lookup_timewait_turn, !is_a_nulls(node))) {
    const tw = changetype<tcp_timewait_sock>(node - SK_NODE);
    if (timewaitMatches(tw, hash, saddr, sport, daddr, hnum, dif)) {
      if (!atomic_inc_not_zero(changetype<usize>(tw) + SK_REFCNT)) trap();
      return changetype<tcp_sock>(changetype<usize>(tw));
    }
    node = ld<u32>(node, 0);
  }
  if (get_nulls_value(node) != slot) trap();
  return changetype<tcp_sock>(0);
}

/** Inlined: how well a listener fits; -1: not at all. */
function compute_score(sk: tcp_sock, hnum: u16, daddr: u32, dif: i32): i32 {
  if (sk.inet_num != hnum || otherFamily(sk, daddr)) return -1;
  exec(map.inet_lookup_listener_score);
  let score = sk.sk_family == PF_INET ? 1 : 0;
  const rcv_saddr = sk.sk_rcv_saddr;
  if (rcv_saddr != 0) {
    if (rcv_saddr != daddr) return -1;
    score += 2;
  }
  const bound = sk.sk_bound_dev_if;
  if (bound != 0) {
    if (bound != dif) return -1;
    score += 2;
  }
  return score;
}

/** The listener, held, or null: of all entries the one that fits best, of equals the one that was hashed last. */
export function __inet_lookup_listener(daddr: u32, hnum: u16, dif: i32): tcp_sock {
  exec(map.__inet_lookup_listener);
  const hash = inet_lhashfn(init_net, hnum);
  const head = listening_hash(tcp_hashinfo, hash) + 4;
  let result = listenerOf(head, hash, hnum, daddr, dif);
  while (result != 0) {
    const hiscore = bestScore;
    if (!atomic_inc_not_zero(result + SK_REFCNT)) return changetype<tcp_sock>(0);
    if (compute_score(changetype<tcp_sock>(result), hnum, daddr, dif) >= hiscore) break;
    // It was freed and made anew meanwhile. Begin again.
    lockedAdd<i32>(result + SK_REFCNT, -1); // sock_put()
    result = listenerOf(head, hash, hnum, daddr, dif);
  }
  return changetype<tcp_sock>(result);
}

/** Score of the listener that listenerOf() found. */
let bestScore: i32 = -1;

/** Inlined: one way along the chain; again if it ended in another list (an entry was hashed anew meanwhile). */
function listenerOf(head: u32, hash: u32, hnum: u16, daddr: u32, dif: i32): u32 {
  let result: u32;
  let node: u32;
  do {
    result = 0;
    bestScore = -1;
    node = ld<u32>(head, 0);
    while (turn(map.inet_lookup_listener_turn, !is_a_nulls(node))) {
      const sk = changetype<tcp_sock>(node - SK_NODE);
      const score = compute_score(sk, hnum, daddr, dif);
      if (score > bestScore) {
        result = changetype<usize>(sk);
        bestScore = score;
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
  return changetype<usize>(sk) != 0 ? sk : __inet_lookup_listener(daddr, hnum, dif);
}
