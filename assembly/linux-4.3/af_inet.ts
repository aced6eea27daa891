// net/ipv4/af_inet.c, and net/ipv6/af_inet6.c as far as IPv6 sockets do the same, of Linux 4.3.
// Left out: raw sockets; multicast. inet6_create, inet6_bind and inet6_release run under the IPv4 names:
// no traced kernel ran them.
//
// Which addresses are local: inet_addr_type() is a measured block (a look-up in the routing table). Every address is
// this host's but 198.51.100.0/24 and 203.0.113.0/24 (reserved for documentation): so that surveys of other hosts'
// sockets can be replayed.
export * from "../linux/af_inet";
export * from "./af_inet_3_6";
export * from "./af_inet_4x";
export * from "./af_inet_before_4_14";

/** Where the IPv6 part of a tcp6_sock begins. */
export const TCP6_PINFO: u32 = 1536; // offsetof(struct tcp6_sock, inet6)
