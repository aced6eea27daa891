// net/ipv4/inet_timewait_sock.c: what 3.6.5, 4.3 and 4.14 word alike.
import { inet_ehash_lockp, tcp_hashinfo } from "./inet_hashtables";
import { hlist_nulls_del_init_rcu } from "./list";
import { spin_lock, spin_unlock } from "./spinlock";
import { tcp_timewait_sock } from "./structs";

/** Out of its chain; false: it was in none. */
export function unhashTimewait(tw: tcp_timewait_sock): bool {
  const lock = inet_ehash_lockp(tcp_hashinfo, tw.tw_hash);
  spin_lock(lock);
  const hashed = hlist_nulls_del_init_rcu(changetype<usize>(tw.tw_node));
  spin_unlock(lock);
  return hashed;
}
