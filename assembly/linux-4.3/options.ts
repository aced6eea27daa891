// What setsockopt() and getsockopt() know in Linux 4.3: net/core/sock.c, net/ipv4/tcp.c, include/net/sock.h.
export * from "../linux/defer_accept";
export * from "./options_4x";

import { EACCES, EPROTONOSUPPORT } from "./errno";
import { sk_buff } from "./structs";

/** socket(SOCK_DGRAM, IPPROTO_ICMP): ping_group_range lets nobody. */
export const PING_SOCKET: i32 = -EACCES;
/** socket() with a protocol number beyond 255. */
export const BAD_PROTOCOL: i32 = -EPROTONOSUPPORT;
/** Smallest buffers: SOCK_MIN_RCVBUF, SOCK_MIN_SNDBUF. */
export const MIN_RCVBUF: i32 = 2048 + <i32>((sk_buff.SIZE + 63) & ~63); // TCP_SKB_MIN_TRUESIZE
export const MIN_SNDBUF: i32 = 2 * MIN_RCVBUF;
/** TCP_MAXSEG: the least that may be asked for (TCP_MIN_MSS), and whether 0 takes it back. */
export const LEAST_MAXSEG: i32 = 88;
export const MAXSEG_TAKES_ZERO: bool = false;
/** SO_PROTOCOL and SO_DOMAIN came with 2.6.32, getsockopt(SO_BINDTODEVICE) with 3.8. */
export const TELLS_PROTOCOL: bool = true;
export const TELLS_DEVICE: bool = true;
/** Whether poll() says that a socket may be written which will send no more (since 2.6.36). */
export const POLLOUT_AFTER_SHUTDOWN: bool = true;
