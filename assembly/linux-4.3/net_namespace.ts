// net/core/net_namespace.c, include/net/net_namespace.h, include/net/sock.h of Linux 4.3: the one namespace, init_net.
export * from "./net_namespace_4x";

export const NET: u32 = 1088; // sizeof(struct net)
