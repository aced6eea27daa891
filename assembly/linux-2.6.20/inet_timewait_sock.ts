// net/ipv4/inet_timewait_sock.c of Linux 2.6.20: TIME_WAIT sockets hang in chains of their own, in the second half of
// ehash, under the locks of the first.
export * from "../linux/inet_timewait_sock";

import { bindTimewait } from "../linux/inet_timewait_sock";
import { exec } from "../machine/cpu";
import { atomic_inc } from "./atomic";
import { inet_ehash_bucket_of, sock_prot_inuse_add, tcp_hashinfo } from "./inet_hashtables";
import { __hlist_del, hlist_add_head, hlist_unhashed, INIT_HLIST_NODE } from "./list";
import { REFCNT } from "./sock";
import { _write_lock, write_unlock } from "./spinlock";
import { inet_ehash_bucket, tcp_sock, tcp_timewait_sock } from "./structs";
import * as map from "./system_map";

/** The chain of TIME_WAIT sockets beside a bucket: the address of its head. */
export function twchain(head: inet_ehash_bucket): u32 {
  return changetype<usize>(head.chain) + tcp_hashinfo.ehash_size * 8;
}

/** Puts what is left of `sk` into the tables in its place. */
export function __inet_twsk_hashdance(tw: tcp_timewait_sock, sk: tcp_sock): void {
  exec(map.__inet_twsk_hashdance);
  const head = inet_ehash_bucket_of(tcp_hashinfo, sk.sk_hash);
  bindTimewait(tw, sk);
  const lock = changetype<usize>(head);
  _write_lock(lock);
  const node = changetype<usize>(sk.sk_node);
  if (!hlist_unhashed(node)) {
    __hlist_del(node);
    INIT_HLIST_NODE(node);
    sock_prot_inuse_add(sk.sk_prot, -1);
  }
  hlist_add_head(changetype<usize>(tw.tw_node), twchain(head));
  atomic_inc(changetype<usize>(tw) + REFCNT);
  write_unlock(lock);
}

/** Out of its chain; false: it was in none. */
export function unhashTimewait(tw: tcp_timewait_sock): bool {
  const lock = changetype<usize>(inet_ehash_bucket_of(tcp_hashinfo, tw.tw_hash));
  _write_lock(lock);
  const node = changetype<usize>(tw.tw_node);
  const hashed = !hlist_unhashed(node);
  if (hashed) {
    __hlist_del(node);
    INIT_HLIST_NODE(node);
  }
  write_unlock(lock);
  return hashed;
}
