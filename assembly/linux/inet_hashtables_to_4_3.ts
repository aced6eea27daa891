// net/ipv4/inet_hashtables.c: what 3.6.5 and 4.3 word alike: a listening chain ends in a nulls marker.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import {
  __inet_hash,
  bhash_bucket,
  bindHash,
  inet_ehash_lockp,
  inet_sk_listen_hashfn,
  listening_hash,
  sock_prot_inuse_add,
  tcp_hashinfo,
} from "./inet_hashtables";
import { hlist_nulls_del_init_rcu, hlist_unhashed } from "./list";
import { init_net } from "./net_namespace";
import { local_bh_disable, local_bh_enable, spin_lock, spin_lock_bh, spin_unlock, spin_unlock_bh } from "./spinlock";
import { inet_bind_bucket, inet_hashinfo, proto, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE, TCP_LISTEN } from "./tcp_states";

export function inet_bind_hash(sk: tcp_sock, tb: inet_bind_bucket, snum: u32): void {
  exec(map.inet_bind_hash);
  bindHash(sk, tb, snum);
}

/**
 * A child owns its listener's port. Softirqs are off. A port of its own (transparent proxying) cannot come up here.
 */
export function __inet_inherit_port(sk: tcp_sock, child: tcp_sock): i32 {
  exec(map.__inet_inherit_port);
  const hashinfo = changetype<inet_hashinfo>(changetype<proto>(sk.sk_prot).h_hashinfo);
  const port = child.inet_num;
  const head = bhash_bucket(hashinfo, init_net, port);
  spin_lock(changetype<usize>(head));
  const tb = changetype<inet_bind_bucket>(sk.icsk_bind_hash);
  if (tb.port != port) trap();
  bindHash(child, tb, port);
  spin_unlock(changetype<usize>(head));
  return 0;
}

export function inet_hash(sk: tcp_sock): void {
  exec(map.inet_hash);
  if (sk.sk_state == TCP_CLOSE) return;
  local_bh_disable();
  __inet_hash(sk);
  local_bh_enable();
}

export function inet_unhash(sk: tcp_sock): void {
  exec(map.inet_unhash);
  if (hlist_unhashed(changetype<usize>(sk.sk_node))) return;
  let lock: u32;
  if (sk.sk_state == TCP_LISTEN) lock = listening_hash(tcp_hashinfo, inet_sk_listen_hashfn(sk));
  else lock = inet_ehash_lockp(tcp_hashinfo, sk.sk_hash);
  spin_lock_bh(lock);
  const done = hlist_nulls_del_init_rcu(changetype<usize>(sk.sk_node));
  if (done) sock_prot_inuse_add(sk.sk_prot, -1);
  spin_unlock_bh(lock);
}
