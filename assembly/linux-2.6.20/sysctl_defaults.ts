// What net/ipv4/tcp.c (tcp_init) and include/net/tcp.h of Linux 2.6.20 leave in settings that other kernels leave otherwise.

/** TCP_SYN_RETRIES. */
export const SYN_RETRIES: i32 = 5;
/** By the order of the table of bound ports, 7. */
export const MAX_ORPHANS: i32 = 4096 << (7 - 4);
export const MAX_TW_BUCKETS: i32 = 180000;
/** tcp_tw_recycle went with 4.12; tcp_invalid_ratelimit (milliseconds) came with 4.0. */
export const HAS_TW_RECYCLE: bool = true;
export const HAS_INVALID_RATELIMIT: bool = false;
/** The least that net.core.somaxconn may be set to (nobody looks yet). */
export const LEAST_SOMAXCONN: i32 = i32.MIN_VALUE;
/** net.core.somaxconn: a negative value is taken, as the largest. */
export const SOMAXCONN_LEAST: i32 = i32.MIN_VALUE;
/** sysctl_max_syn_backlog as tcp_init() leaves it for these tables, tcp_syncookies as shipped. */
export const MAX_SYN_BACKLOG: i32 = 1024;
export const SYNCOOKIES: i32 = 0;
