// net/ipv4/tcp_timer.c of Linux 4.3: the keepalive timer: of an orphan in FIN_WAIT2 the end of its waiting. A listener has
// none any more. Left out: keepalive probes.
export * from "./tcp_timer_4x";
