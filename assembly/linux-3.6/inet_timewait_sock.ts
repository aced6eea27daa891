// net/ipv4/inet_timewait_sock.c of Linux 3.6.5: TIME_WAIT sockets hang in the second chain of each bucket of ehash.
export * from "../linux/inet_timewait_sock";
export * from "./inet_timewait_sock_3_6";

import { bindTimewait } from "../linux/inet_timewait_sock";
import { exec } from "../machine/cpu";
import { atomic_inc } from "./atomic";
import { inet_ehash_bucket_of, inet_ehash_lockp, sock_prot_inuse_add, tcp_hashinfo } from "./inet_hashtables";
import { hlist_nulls_add_head_rcu, hlist_nulls_del_init_rcu } from "./list";
import { REFCNT } from "./sock";
import { spin_lock, spin_unlock } from "./spinlock";
import { tcp_sock, tcp_timewait_sock } from "./structs";
import * as map from "./system_map";

/** Puts what is left of `sk` into the tables in its place. */
export function __inet_twsk_hashdance(tw: tcp_timewait_sock, sk: tcp_sock): void {
  exec(map.__inet_twsk_hashdance);
  const head = inet_ehash_bucket_of(tcp_hashinfo, sk.sk_hash);
  const lock = inet_ehash_lockp(tcp_hashinfo, sk.sk_hash);
  bindTimewait(tw, sk);
  spin_lock(lock);
  hlist_nulls_add_head_rcu(changetype<usize>(tw.tw_node), changetype<usize>(head.twchain));
  if (hlist_nulls_del_init_rcu(changetype<usize>(sk.sk_node))) sock_prot_inuse_add(sk.sk_prot, -1);
  atomic_inc(changetype<usize>(tw) + REFCNT);
  spin_unlock(lock);
}
