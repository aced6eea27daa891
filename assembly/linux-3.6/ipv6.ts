// include/linux/ipv6.h of Linux 3.6.5: where ipv6only lies.
export * from "./ipv6_to_3_6";

export const NP_FLAGS: u32 = 94; // offsetof(struct ipv6_pinfo, ipv6only)
export const IPV6ONLY: u8 = 0x10;
