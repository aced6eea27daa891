// net/ipv4/tcp.c: how many connections no process has any more: a counter of which each CPU has a share. 2.6.20 has its
// own.

import { cpuCount } from "../machine/cpu_state";
import { peek } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { COUNTERS, ofCpu } from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { ORPHANS } from "./percpu_shares";

import { proto, tcp_sock } from "./structs";

export function countOrphan(sk: tcp_sock, change: i32): void {
  changetype<proto>(sk.sk_prot).orphan_count;
  percpu_counter_add(ORPHANS, change);
}

/** percpu_counter_read_positive(): one load. The shares are summed up free of charge. */
export function orphans(sk: tcp_sock): i32 {
  changetype<proto>(sk.sk_prot).orphan_count;
  let sum: i32 = 0;
  for (let i: u32 = 0; i < cpuCount; i++) sum += peek<i32>(ofCpu(i, COUNTERS + ORPHANS) - PAGE_OFFSET);
  return sum;
}
