// net/ipv4/inet_timewait_sock.c of Linux 4.14: nothing of its own.
export * from "./timewait_timer";
