// include/linux/ipv6.h of Linux 2.6.20: where ipv6only lies.
export * from "./ipv6_to_3_6";

export const NP_FLAGS: u32 = 70; // offsetof(struct ipv6_pinfo, ipv6only)
export const IPV6ONLY: u8 = 0x20;
