// include/net/net_namespace.h of 4.3 and 4.14: offsets in struct net.
export const NET_CORE_SOMAXCONN: u32 = 204; // offsetof(struct net, core.sysctl_somaxconn)
export const NET_MIB_NET_STATISTICS: u32 = 220; // offsetof(struct net, mib.net_statistics)
