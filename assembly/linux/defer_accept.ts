// net/ipv4/tcp.c: TCP_DEFER_ACCEPT, as kernels since 2.6.32 count it: retransmissions of the SYN-ACK, the first after one
// second.

/** Seconds: the first timeout, and the longest. */
const TIMEOUT_INIT: i32 = 1;
const RTO_MAX: i32 = 120;

/** secs_to_retrans(): the number of retransmissions that take at least so long. */
export function deferPeriods(seconds: i32): u8 {
  if (seconds <= 0) return 0;
  let timeout = TIMEOUT_INIT;
  let period = timeout;
  let periods: u8 = 1;
  while (seconds > period && periods < 255) {
    periods++;
    timeout = min(timeout << 1, RTO_MAX);
    period += timeout;
  }
  return periods;
}

/** retrans_to_secs(): how long so many take. */
export function deferSeconds(periods: u8): i32 {
  let timeout = TIMEOUT_INIT;
  let period = periods > 0 ? timeout : 0;
  for (let i: u8 = 1; i < periods; i++) {
    timeout = min(timeout << 1, RTO_MAX);
    period += timeout;
  }
  return period;
}
