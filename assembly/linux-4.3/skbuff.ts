// include/linux/skbuff.h of Linux 4.3: where the state of the checksum lies.
import { poke } from "../machine/ram";
import { sk_buff } from "./structs";

export * from "./skbuff_4x";

/** skb->ip_summed, bits 1 and 2 of nf_trace_bits. */
const IP_SUMMED: u8 = 3 << 1;
const CHECKSUM_UNNECESSARY: u8 = 1 << 1;
export const RT_DEV: u32 = 12; // offsetof(struct dst_entry, dev)
export const DATAREF: u32 = 28; // offsetof(struct skb_shared_info, dataref)
export const TX_FLAGS: u32 = 1; // offsetof(struct skb_shared_info, tx_flags)
export const DEV: u32 = 20; // offsetof(struct sk_buff, dev)
const BITS: u32 = 97;

/** Free of charge: whether the device summed the segment at `at`, a physical address. */
export function fillSummed(at: u32, summed: bool): void {
  poke<u8>(at + BITS, summed ? CHECKSUM_UNNECESSARY : 0);
}

export function isSummed(skb: sk_buff): bool {
  return (skb.nf_trace_bits & IP_SUMMED) == CHECKSUM_UNNECESSARY;
}

export function setSummed(skb: sk_buff): void {
  skb.nf_trace_bits = (skb.nf_trace_bits & ~IP_SUMMED) | CHECKSUM_UNNECESSARY;
}
