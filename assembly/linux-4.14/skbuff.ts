// include/linux/skbuff.h of Linux 4.14: where the state of the checksum lies.
export * from "../linux/skbuff";
export * from "./skbuff_3_6";
export * from "./skbuff_4x";

import { sk_buff } from "./structs";

/** skb->ip_summed, bits 5 and 6 of pkt_type_bits. */
const IP_SUMMED: u8 = 3 << 5;
export const CHECKSUM_UNNECESSARY: u8 = 1 << 5;
export const RT_DEV: u32 = 0; // offsetof(struct dst_entry, dev)
export const DATAREF: u32 = 32; // offsetof(struct skb_shared_info, dataref)
export const TX_FLAGS: u32 = 3; // offsetof(struct skb_shared_info, tx_flags)
export const DEV: u32 = 8; // offsetof(struct sk_buff, dev)
export const BITS: u32 = 96;

export function isSummed(skb: sk_buff): bool {
  return (skb.pkt_type_bits & IP_SUMMED) == CHECKSUM_UNNECESSARY;
}

export function setSummed(skb: sk_buff): void {
  skb.pkt_type_bits = (skb.pkt_type_bits & ~IP_SUMMED) | CHECKSUM_UNNECESSARY;
}
