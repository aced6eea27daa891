// include/net/net_namespace.h of Linux 4.14: where things lie in struct net.
export * from "./net_namespace_3_6";
export * from "./net_namespace_4x";

export const NET: u32 = 1792; // sizeof(struct net)
