// net/ipv4/inet_timewait_sock.c: what is left of a connection that was closed here first, as 2.6.20 to 4.14 word it alike.
// Its two references: that of the tables (connections and ports), and that of its timer (death_row.ts).
import { value } from "../abi";
import { exec } from "../machine/cpu";
import { poke } from "../machine/ram";
import { get_v6only } from "./af_inet";
import { atomic_dec_and_test, atomic_set } from "./atomic";
import { startDeathNode } from "./death_row";
import { inet_daddr, inet_dport, inet_num, inet_rcv_saddr, inet_sport, inheritToTimewait } from "./fields";
import { GFP_ATOMIC } from "./gfp";
import { bhash_bucket_of, bind_bucket_cachep, inet_bind_bucket_destroy } from "./inet_hashtables";
import { unhashTimewait } from "./inet_timewait_sock";
import { __hlist_del, hlist_add_head } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { read } from "./percpu";
import { kmem_cache_alloc, kmem_cache_free } from "./slab";
import { REFCNT } from "./sock";
import { spin_lock, spin_unlock } from "./spinlock";
import { inet_bind_bucket, tcp_sock, tcp_timewait_sock } from "./structs";
import * as map from "./system_map";
import { TCP_TIME_WAIT } from "./tcp_states";

/** A static variable: the cache of TIME_WAIT sockets. IPv6 has one of its own in a real kernel; here it is this one. */
let twsk_slab: u32 = 0;

/** Free of charge, before the page allocator takes over. */
export function bootTimewait(): void {
  twsk_slab = staticData(4, 4);
}

/** Free of charge. */
export function bootTimewaitCache(cachep: u32): void {
  poke<u32>(twsk_slab - PAGE_OFFSET, cachep);
}

/** What is left of `sk`, in `state` (TIME_WAIT, or FIN_WAIT2 of an orphan); null: no memory. */
export function inet_twsk_alloc(sk: tcp_sock, state: u8): tcp_timewait_sock {
  exec(map.inet_twsk_alloc);
  const at = kmem_cache_alloc(read(twsk_slab), GFP_ATOMIC);
  const tw = changetype<tcp_timewait_sock>(at);
  if (at == 0) return tw;
  tw.tw_daddr = inet_daddr(sk);
  tw.tw_rcv_saddr = inet_rcv_saddr(sk);
  tw.tw_bound_dev_if = sk.sk_bound_dev_if;
  tw.tw_num = <u16>inet_num(sk);
  tw.tw_state = TCP_TIME_WAIT;
  tw.tw_substate = state;
  tw.tw_sport = <u16>inet_sport(sk);
  tw.tw_dport = <u16>inet_dport(sk);
  tw.tw_family = sk.sk_family;
  tw.tw_hash = sk.sk_hash;
  tw.tw_prot = sk.sk_prot;
  inheritToTimewait(tw, sk, get_v6only(sk) == 0 && value != 0);
  atomic_set(changetype<usize>(tw) + REFCNT, 1);
  startDeathNode(tw);
  return tw;
}

export function inet_twsk_put(tw: tcp_timewait_sock): void {
  if (!atomic_dec_and_test(changetype<usize>(tw) + REFCNT)) return;
  exec(map.inet_twsk_free);
  kmem_cache_free(read(twsk_slab), changetype<usize>(tw));
}

/** It owns the port of `sk` too, from now on. The bucket's lock is taken. */
export function bindTimewait(tw: tcp_timewait_sock, sk: tcp_sock): void {
  const lock = bhash_bucket_of(inet_num(sk));
  spin_lock(lock);
  const tb = changetype<inet_bind_bucket>(sk.icsk_bind_hash);
  tw.tw_tb = changetype<usize>(tb);
  hlist_add_head(changetype<usize>(tw.tw_bind_node), changetype<usize>(tb.owners));
  spin_unlock(lock);
}

/** Takes it out of the tables; the tables' reference goes. */
export function __inet_twsk_kill(tw: tcp_timewait_sock): void {
  exec(map.__inet_twsk_kill);
  if (!unhashTimewait(tw)) return;
  const lock = bhash_bucket_of(tw.tw_num);
  spin_lock(lock);
  const tb = tw.tw_tb;
  __hlist_del(changetype<usize>(tw.tw_bind_node));
  tw.tw_tb = 0;
  inet_bind_bucket_destroy(bind_bucket_cachep(), changetype<inet_bind_bucket>(tb));
  spin_unlock(lock);
  inet_twsk_put(tw);
}
