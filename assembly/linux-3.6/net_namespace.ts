// include/net/net_namespace.h of Linux 3.6.5: where things lie in struct net.
export * from "./net_namespace_3_6";

export const NET: u32 = 832; // sizeof(struct net)
export const NET_CORE_SOMAXCONN: u32 = 136; // offsetof(struct net, core.sysctl_somaxconn)
export const NET_MIB_NET_STATISTICS: u32 = 152; // offsetof(struct net, mib.net_statistics)
