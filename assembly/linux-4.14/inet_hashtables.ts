// net/ipv4/inet_hashtables.c, include/net/inet_hashtables.h of Linux 4.14.
//
//   ehash[EHASH_SIZE]   chains of connections, of half-open requests and of TIME_WAIT sockets alike: RCU nulls lists,
//                       written under ehash_locks[hash]
//   bhash[BHASH_SIZE]   {spinlock, chain of inet_bind_bucket}: bound ports
//   listening_hash[32]  {spinlock, list}: readers take no lock and no reference (SOCK_RCU_FREE)
//
// Left out: transparent proxying; segments that an l3mdev device hands on (sdif); TIME_WAIT sockets under a new
// connection are inet_timewait_sock.ts's.
export * from "../linux/inet_hashtables";
export * from "./inet_hashtables_3_6";
export * from "./inet_hashtables_4x";

import { INET_LHTABLE_SIZE, inet_bind_bucket_destroy, PF_INET } from "../linux/inet_hashtables";
import { cpu, exec, ld, st, turn } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { random } from "../random";
import { atomic_dec, atomic_inc_not_zero } from "./atomic";
import { BHASH_SIZE, EHASH_SIZE } from "./config";
import { GFP_ATOMIC } from "./gfp";
import { inet_csk_destroy_sock, inet_rcv_saddr_equal } from "./inet_connection_sock";
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
import {
  __hlist_del,
  get_nulls_value,
  hlist_add_head,
  hlist_del_init,
  hlist_nulls_add_head_rcu,
  hlist_nulls_del_init_rcu,
  hlist_unhashed,
  is_a_nulls,
  NULLS_MARKER,
} from "./list";
import { roundup_pow_of_two } from "./log2";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { init_net } from "./net_namespace";
import { percpu_counter_add } from "./percpu_counter";
import { ORPHANS } from "./percpu_shares";
import { kmem_cache_alloc } from "./slab";
import { ipv6_only_sock, SOCK_DEAD, sk_reuseport, sock_i_uid, sock_set_flag } from "./sock";
import {
  bootReuseport,
  reuseport_add_sock,
  reuseport_alloc,
  reuseport_detach_sock,
  reuseport_select_sock,
} from "./sock_reuseport";
import {
  bootSpinLock,
  local_bh_disable,
  local_bh_enable,
  spin_lock,
  spin_lock_bh,
  spin_unlock,
  spin_unlock_bh,
} from "./spinlock";
import { inet_bind_bucket, inet_bind_hashbucket, inet_hashinfo, proto, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE, TCP_LISTEN } from "./tcp_states";

export const INUSE_IDX: u32 = 84; // offsetof(struct proto, inuse_idx)

/** sizeof(spinlock_t), a queued one. */
const LOCK_BYTES: u32 = 4;

const AF_INET6: u16 = 10;

/** Offsets of the links in struct sock_common. */
const SK_NODE: u32 = 84; // offsetof(struct sock_common, skc_node)
const SK_REFCNT: u32 = 100; // offsetof(struct sock_common, skc_refcnt)

/** sock_flag bit: freed after a grace period, so that lookups need no reference. */
export const SOCK_RCU_FREE: u32 = 1 << 23;

export let tcp_hashinfo: inet_hashinfo = changetype<inet_hashinfo>(0);

/** Address of the secret of the table of connections. */
export let inet_ehash_secret: u32 = 0;

/** Builds the tables, all empty, free of charge. */
export function bootHashTables(): void {
  const at = staticData(<u32>inet_hashinfo.SIZE);
  tcp_hashinfo = changetype<inet_hashinfo>(at);
  const ehash = staticData(EHASH_SIZE * 4, 4096);
  const bhash = staticData(BHASH_SIZE * 8, 4096);
  // inet_ehash_locks_alloc: two lines of locks for each CPU.
  const locks = roundup_pow_of_two(((2 * 64) / LOCK_BYTES) * cpuCount);
  const ehash_locks = staticData(locks * LOCK_BYTES, 4096);
  for (let i: u32 = 0; i < EHASH_SIZE; i++) poke<u32>(ehash + i * 4 - PAGE_OFFSET, NULLS_MARKER(i));
  for (let i: u32 = 0; i < locks; i++) bootSpinLock(ehash_locks + i * LOCK_BYTES);
  for (let i: u32 = 0; i < BHASH_SIZE; i++) bootSpinLock(bhash + i * 8);
  const physical = at - PAGE_OFFSET;
  poke<u32>(physical + 0, ehash);
  poke<u32>(physical + 4, ehash_locks);
  poke<u32>(physical + 8, EHASH_SIZE - 1);
  poke<u32>(physical + 12, locks - 1);
  poke<u32>(physical + 16, bhash);
  poke<u32>(physical + 20, BHASH_SIZE);
  for (let i: u32 = 0; i < INET_LHTABLE_SIZE; i++) bootSpinLock(at + LISTENING_HASH + i * 8);
  // net_get_random_once() draws it at its first use; here at boot.
  inet_ehash_secret = staticData(4, 4);
  poke<u32>(inet_ehash_secret - PAGE_OFFSET, random());
  bootReuseport();
}

// ---- Hash functions

/** Inlined. Every segment is an IPv4 one: inet6_ehashfn() never comes up. */
export function sk_ehashfn(sk: tcp_sock): u32 {
  const laddr = sk.sk_rcv_saddr;
  const lport = sk.inet_num;
  const faddr = sk.sk_daddr;
  const fport = sk.inet_dport;
  return inet_ehashfn(init_net, laddr, lport, faddr, fport);
}

export function inet_ehash_lockp(hashinfo: inet_hashinfo, hash: u32): u32 {
  return hashinfo.ehash_locks + (hash & hashinfo.ehash_locks_mask) * LOCK_BYTES;
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
    st<u32>(changetype<usize>(tb.owners), 0, 0);
    hlist_add_head(changetype<usize>(tb.node), changetype<usize>(head.chain));
  }
  return at;
}

export function inet_bind_hash(sk: tcp_sock, tb: inet_bind_bucket, snum: u32): void {
  exec(map.inet_bind_hash);
  sk.inet_num = <u16>snum;
  hlist_add_head(changetype<usize>(sk.sk_bind_node), changetype<usize>(tb.owners));
  sk.icsk_bind_hash = changetype<usize>(tb);
}

/** Gives the port back; its bucket goes with the last owner. Inlined in inet_put_port. */
export function __inet_put_port(sk: tcp_sock): void {
  const hashinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
  const head = bhash_bucket(hashinfo, init_net, sk.inet_num);
  spin_lock(changetype<usize>(head));
  const tb = changetype<inet_bind_bucket>(sk.icsk_bind_hash);
  __hlist_del(changetype<usize>(sk.sk_bind_node));
  sk.icsk_bind_hash = 0;
  sk.inet_num = 0;
  inet_bind_bucket_destroy(hashinfo.bind_bucket_cachep, tb);
  spin_unlock(changetype<usize>(head));
}

/** A child owns its listener's port. Softirqs are off. False: the listener has none any more. */
export function __inet_inherit_port(sk: tcp_sock, child: tcp_sock): bool {
  exec(map.__inet_inherit_port);
  const hashinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
  const port = child.inet_num;
  const head = bhash_bucket(hashinfo, init_net, port);
  spin_lock(changetype<usize>(head));
  const at = sk.icsk_bind_hash;
  if (at == 0) {
    spin_unlock(changetype<usize>(head));
    return false;
  }
  const tb = changetype<inet_bind_bucket>(at);
  if (tb.port != port) trap(); // a port of its own: transparent proxying
  inet_bind_hash(child, tb, port);
  spin_unlock(changetype<usize>(head));
  return true;
}

// ---- The table of connections and requests

/**
 * Puts a connection or a request (both begin with struct sock_common) into ehash, in place of `osk` if that is not 0.
 * False: `osk` was gone already, and `sk` is not hashed. Softirqs are off.
 */
export function inet_ehash_insert(sk: tcp_sock, osk: u32): bool {
  exec(map.inet_ehash_insert);
  const hashinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
  if (!hlist_unhashed(changetype<usize>(sk.sk_node))) trap();
  const hash = sk_ehashfn(sk);
  sk.sk_hash = hash;
  const head = inet_ehash_bucket_of(hashinfo, hash);
  const lock = inet_ehash_lockp(hashinfo, hash);
  spin_lock(lock);
  let ret = true;
  if (osk != 0) {
    exec(map.inet_ehash_insert_replace);
    const old = changetype<tcp_sock>(osk);
    if (old.sk_hash != hash) trap();
    ret = hlist_nulls_del_init_rcu(changetype<usize>(old.sk_node));
    if (ret) atomic_dec(osk + SK_REFCNT); // the table's
  }
  if (ret) hlist_nulls_add_head_rcu(changetype<usize>(sk.sk_node), changetype<usize>(head.chain));
  spin_unlock(lock);
  return ret;
}

/** The same for a connection; one that comes too late is destroyed. */
export function inet_ehash_nolisten(sk: tcp_sock, osk: u32): bool {
  exec(map.inet_ehash_nolisten);
  const ok = inet_ehash_insert(sk, osk);
  if (ok) {
    sock_prot_inuse_add(sk.sk_prot, 1);
  } else {
    changetype<proto>(sk.sk_prot).orphan_count;
    percpu_counter_add(ORPHANS, 1);
    sk.sk_state = TCP_CLOSE;
    sock_set_flag(sk, SOCK_DEAD);
    inet_csk_destroy_sock(sk);
  }
  return ok;
}

// ---- The table of listeners
/** Joins the group of a listener with the same address, device and user, or founds one. Inlined in __inet_hash. */
function inet_reuseport_add_sock(sk: tcp_sock, ilb: u32): i32 {
  const tb = sk.icsk_bind_hash;
  exec(map.inet_reuseport_add_sock);
  const uid = sock_i_uid(sk);
  for (let node = ld<u32>(ilb, 4); turn(map.inet_reuseport_add_sock_turn, node != 0); node = ld<u32>(node, 0)) {
    const sk2 = changetype<tcp_sock>(node - SK_NODE);
    if (
      sk2 != sk &&
      sk2.sk_family == sk.sk_family &&
      ipv6_only_sock(sk2) == ipv6_only_sock(sk) &&
      sk2.sk_bound_dev_if == sk.sk_bound_dev_if &&
      sk2.icsk_bind_hash == tb &&
      sk_reuseport(sk2) &&
      sock_i_uid(sk2) == uid &&
      inet_rcv_saddr_equal(sk, sk2, false)
    ) {
      return reuseport_add_sock(sk, sk2);
    }
  }
  return reuseport_alloc(sk);
}

/** hlist_add_tail_rcu(), inlined: walks to the end. */
function hlist_add_tail_rcu(node: u32, head: u32): void {
  let last: u32 = 0;
  for (let i = ld<u32>(head, 0); turn(map.hlist_add_tail_rcu_turn, i != 0); i = ld<u32>(i, 0)) last = i;
  if (last == 0) {
    hlist_add_head(node, head);
    return;
  }
  st<u32>(node, 0, ld<u32>(last, 0));
  st<u32>(node, 4, last);
  st<u32>(last, 0, node);
}

/**
 * IPv6 sockets that share their port go to the end of the list: so that a lookup for IPv4, which takes the first
 * sharing socket that fits better than those before it, comes to the IPv4 sockets first.
 */
export function __inet_hash(sk: tcp_sock, osk: u32): i32 {
  exec(map.__inet_hash);
  if (sk.sk_state != TCP_LISTEN) {
    inet_ehash_nolisten(sk, osk);
    return 0;
  }
  if (!hlist_unhashed(changetype<usize>(sk.sk_node))) trap();
  const hashinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
  const ilb = listening_hash(hashinfo, inet_sk_listen_hashfn(sk));
  spin_lock(ilb);
  let err = 0;
  if (sk_reuseport(sk)) err = inet_reuseport_add_sock(sk, ilb);
  if (err == 0) {
    if (sk_reuseport(sk) && sk.sk_family == AF_INET6) hlist_add_tail_rcu(changetype<usize>(sk.sk_node), ilb + 4);
    else hlist_add_head(changetype<usize>(sk.sk_node), ilb + 4);
    sock_set_flag(sk, SOCK_RCU_FREE);
    sock_prot_inuse_add(sk.sk_prot, 1);
  }
  spin_unlock(ilb);
  return err;
}

export function inet_hash(sk: tcp_sock): i32 {
  exec(map.inet_hash);
  let err = 0;
  if (sk.sk_state != TCP_CLOSE) {
    local_bh_disable();
    err = __inet_hash(sk, 0);
    local_bh_enable();
  }
  return err;
}

export function inet_unhash(sk: tcp_sock): void {
  exec(map.inet_unhash);
  if (hlist_unhashed(changetype<usize>(sk.sk_node))) return;
  const hashinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
  const listener = sk.sk_state == TCP_LISTEN;
  let lock: u32;
  if (listener) lock = listening_hash(hashinfo, inet_sk_listen_hashfn(sk));
  else lock = inet_ehash_lockp(hashinfo, sk.sk_hash);
  spin_lock_bh(lock);
  if (sk.sk_reuseport_cb != 0) reuseport_detach_sock(sk);
  let done = true;
  if (listener) hlist_del_init(changetype<usize>(sk.sk_node));
  else done = hlist_nulls_del_init_rcu(changetype<usize>(sk.sk_node));
  if (done) sock_prot_inuse_add(sk.sk_prot, -1);
  spin_unlock_bh(lock);
}

// ---- Finding a socket for a segment, under RCU. Addresses and ports as they lie in memory, hnum in host order.
/** INET_MATCH, inlined. */
function inetMatches(sk: tcp_sock, saddr: u32, sport: u16, daddr: u32, hnum: u16, dif: i32): bool {
  if (sk.sk_portpair != (((<u32>hnum) << 16) | sport) || sk.sk_daddr != saddr || sk.sk_rcv_saddr != daddr) return false;
  const bound = sk.sk_bound_dev_if;
  return bound == 0 || bound == dif;
}

/**
 * What has the four addresses, held, or null: a connection, a half-open request (its state is TCP_NEW_SYN_RECV) or a
 * TIME_WAIT socket. Nobody moves entries while one CPU runs at a time: a chain never has to be read again.
 */
export function __inet_lookup_established(saddr: u32, sport: u16, daddr: u32, hnum: u16, dif: i32): tcp_sock {
  exec(map.__inet_lookup_established);
  const hash = inet_ehashfn(init_net, daddr, hnum, saddr, sport);
  const slot = hash & tcp_hashinfo.ehash_mask;
  let node = ld<u32>(tcp_hashinfo.ehash + slot * 4, 0);
  while (turn(map.inet_lookup_established_turn, !is_a_nulls(node))) {
    const sk = changetype<tcp_sock>(node - SK_NODE);
    if (sk.sk_hash == hash && inetMatches(sk, saddr, sport, daddr, hnum, dif)) {
      exec(map.inet_lookup_established_hit);
      if (!atomic_inc_not_zero(changetype<usize>(sk) + SK_REFCNT)) return changetype<tcp_sock>(0);
      if (!inetMatches(sk, saddr, sport, daddr, hnum, dif)) trap();
      return sk;
    }
    node = sk.sk_nulls_node.next;
  }
  if (get_nulls_value(node) != slot) trap();
  return changetype<tcp_sock>(0);
}

/**
 * Inlined: how well a listener fits; -1: not at all. A device that does not
 * match rules a listener out, as in 4.14.74 (4.14.0 merely gave it no points).
 */
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
  if (sk.sk_incoming_cpu == <i32>cpu.number) score++;
  return score;
}

/**
 * The listener, not held, or null: of all entries the one that fits best, of equals the first of the list. An entry
 * that shares its port ends the search as soon as it is better than those before it, for the member of its group that
 * the hash of the connection chooses.
 */
export function __inet_lookup_listener(saddr: u32, sport: u16, daddr: u32, hnum: u16, dif: i32): tcp_sock {
  exec(map.__inet_lookup_listener);
  const head = listening_hash(tcp_hashinfo, inet_lhashfn(init_net, hnum)) + 4;
  let result: u32 = 0;
  let hiscore = 0;
  for (let node = ld<u32>(head, 0); turn(map.inet_lookup_listener_turn, node != 0); node = ld<u32>(node, 0)) {
    const sk = changetype<tcp_sock>(node - SK_NODE);
    const score = compute_score(sk, hnum, daddr, dif);
    if (score <= hiscore) continue;
    if (sk_reuseport(sk)) {
      const phash = inet_ehashfn(init_net, daddr, hnum, saddr, sport);
      result = reuseport_select_sock(sk, phash);
      if (result != 0) return changetype<tcp_sock>(result);
    }
    result = changetype<usize>(sk);
    hiscore = score;
  }
  return changetype<tcp_sock>(result);
}

/** Whether __inet_lookup() took a reference. */
export let refcounted: bool = false;

/** Inlined: what has the four addresses, held, else a listener, not held; or null. */
export function __inet_lookup(saddr: u32, sport: u16, daddr: u32, dport: u16, dif: i32): tcp_sock {
  const hnum = bswap<u16>(dport);
  const sk = __inet_lookup_established(saddr, sport, daddr, hnum, dif);
  refcounted = changetype<usize>(sk) != 0;
  return refcounted ? sk : __inet_lookup_listener(saddr, sport, daddr, hnum, dif);
}
