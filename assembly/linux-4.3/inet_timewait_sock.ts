// net/ipv4/inet_timewait_sock.c of Linux 4.3: TIME_WAIT sockets stand among the connections in ehash.
export * from "../linux/inet_timewait_sock";
export * from "./inet_timewait_sock_3_6";
export * from "./inet_timewait_sock_4x";
