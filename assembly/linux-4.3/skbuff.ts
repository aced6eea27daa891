// include/linux/skbuff.h of Linux 4.3: where the state of the checksum lies.
export * from "../linux/skbuff";
export * from "./skbuff_3_6";
export * from "./skbuff_4x";

import { sk_buff } from "./structs";

/** skb->ip_summed, bits 1 and 2 of nf_trace_bits. */
const IP_SUMMED: u8 = 3 << 1;
export const CHECKSUM_UNNECESSARY: u8 = 1 << 1;
export const RT_DEV: u32 = 12; // offsetof(struct dst_entry, dev)
export const DATAREF: u32 = 28; // offsetof(struct skb_shared_info, dataref)
export const TX_FLAGS: u32 = 1; // offsetof(struct skb_shared_info, tx_flags)
export const DEV: u32 = 20; // offsetof(struct sk_buff, dev)
export const BITS: u32 = 97;

export function isSummed(skb: sk_buff): bool {
  return (skb.nf_trace_bits & IP_SUMMED) == CHECKSUM_UNNECESSARY;
}

export function setSummed(skb: sk_buff): void {
  skb.nf_trace_bits = (skb.nf_trace_bits & ~IP_SUMMED) | CHECKSUM_UNNECESSARY;
}
