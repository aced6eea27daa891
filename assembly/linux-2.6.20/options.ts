// What setsockopt() and getsockopt() know in Linux 2.6.20: net/core/sock.c, net/ipv4/tcp.c, include/net/sock.h.
export * from "./options_to_3_6";

import { HZ } from "./config";
import { EPROTONOSUPPORT } from "./errno";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";

/** socket(SOCK_DGRAM, IPPROTO_ICMP): there are no sockets for pings yet. */
export const PING_SOCKET: i32 = -EPROTONOSUPPORT;
/** socket() with a protocol number beyond 255. */
export const BAD_PROTOCOL: i32 = -EPROTONOSUPPORT;
/** Smallest buffers: SOCK_MIN_RCVBUF, SOCK_MIN_SNDBUF. */
export const MIN_RCVBUF: i32 = 256;
export const MIN_SNDBUF: i32 = 2048;
/** TCP_MAXSEG: the least that may be asked for, and whether 0 takes it back. */
export const LEAST_MAXSEG: i32 = 8;
export const MAXSEG_TAKES_ZERO: bool = false;
/** SO_PROTOCOL and SO_DOMAIN came with 2.6.32, getsockopt(SO_BINDTODEVICE) with 3.8. */
export const TELLS_PROTOCOL: bool = false;
export const TELLS_DEVICE: bool = false;
/** Whether poll() says that a socket may be written which will send no more (since 2.6.36). */
export const POLLOUT_AFTER_SHUTDOWN: bool = false;

/** TCP_DEFER_ACCEPT: seconds become the number of SYN-ACK retransmissions that take about as long. */
export function deferPeriods(seconds: i32): u8 {
  let periods: u8 = 0;
  if (seconds > 0) {
    while (periods < 32 && <u32>seconds > (TCP_TIMEOUT_INIT / HZ) << periods) periods++;
    periods++;
  }
  return periods;
}

/** The seconds that getsockopt() makes of them. */
export function deferSeconds(periods: u8): i32 {
  return periods == 0 ? 0 : (TCP_TIMEOUT_INIT / HZ) << (periods - 1);
}
