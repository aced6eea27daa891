// lib/percpu_counter.c, as far as a change stays on its CPU: what 3.6.5, 4.3 and 4.14 word alike.
import { ld } from "../machine/cpu";
import { nr_files, tcp_orphan_count, tcp_sockets_allocated } from "./percpu";
import { count, FILES, ORPHANS } from "./percpu_shares";

const SHARES: u32 = 12; // offsetof(struct percpu_counter, counters)

/** The counter knows where its shares are. */
export function changeShare(share: u32, change: i32): void {
  ld<u32>(share == FILES ? nr_files : share == ORPHANS ? tcp_orphan_count : tcp_sockets_allocated, SHARES);
  count(share, change);
}
