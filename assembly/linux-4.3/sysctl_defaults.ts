// What net/ipv4/tcp.c (tcp_init) and include/net/tcp.h of Linux 4.3 leave in settings that other kernels leave otherwise.
export * from "../linux/sysctl_defaults";

/** tcp_tw_recycle went with 4.12; tcp_invalid_ratelimit (milliseconds) came with 4.0. */
export const HAS_TW_RECYCLE: bool = true;
