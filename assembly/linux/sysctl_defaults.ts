// What net/ipv4/tcp.c (tcp_init) and include/net/tcp.h of 4.3 and 4.14 leave in settings that older kernels, in files of
// their own, leave otherwise.

/** TCP_SYN_RETRIES. */
export const SYN_RETRIES: i32 = 6;
/** Half the buckets of the table of connections, each. */
export const MAX_ORPHANS: i32 = 4096;
export const MAX_TW_BUCKETS: i32 = 4096;

export const HAS_INVALID_RATELIMIT: bool = true;
/** The least that net.core.somaxconn may be set to. */
export const LEAST_SOMAXCONN: i32 = 0;
/** net.core.somaxconn: negative values are refused (since 3.13). */
export const SOMAXCONN_LEAST: i32 = 0;
/** sysctl_max_syn_backlog as tcp_init() leaves it for these tables, tcp_syncookies as shipped. */
export const MAX_SYN_BACKLOG: i32 = 128;
export const SYNCOOKIES: i32 = 1;
