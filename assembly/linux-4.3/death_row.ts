// net/ipv4/inet_timewait_sock.c of Linux 4.3: how TIME_WAIT sockets die.
export * from "./timewait_timer";
