// net/ipv4/tcp_timer.c of kernels since 2.6.32: how long a peer may be silent: the time that so many retransmissions take,
// whatever the round trip (retransmits_timed_out).
import { exec } from "../machine/cpu";
import { ilog2 } from "./log2";
import { now } from "./sock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_RTO_MAX, TCP_RTO_MIN } from "./tcp_retransmit";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";

export function timedOut(sk: tcp_sock, boundary: i32, syn: bool): bool {
  exec(map.retransmits_timed_out);
  if (sk.icsk_retransmits == 0) return false;
  const base = syn ? TCP_TIMEOUT_INIT : TCP_RTO_MIN;
  const linear_backoff_thresh = <i32>ilog2(TCP_RTO_MAX / base);
  let timeout: u32;
  if (boundary <= linear_backoff_thresh) timeout = ((2 << boundary) - 1) * base;
  else timeout = ((2 << linear_backoff_thresh) - 1) * base + (boundary - linear_backoff_thresh) * TCP_RTO_MAX;
  return now() - sk.retrans_stamp >= timeout;
}
