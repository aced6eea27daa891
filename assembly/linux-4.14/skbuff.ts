// include/linux/skbuff.h of Linux 4.14: where the state of the checksum lies.
import { poke } from "../machine/ram";
import { sk_buff } from "./structs";

export * from "./skbuff_4x";

/** skb->ip_summed, bits 5 and 6 of pkt_type_bits. */
const IP_SUMMED: u8 = 3 << 5;
const CHECKSUM_UNNECESSARY: u8 = 1 << 5;
export const RT_DEV: u32 = 0; // offsetof(struct dst_entry, dev)
export const DATAREF: u32 = 32; // offsetof(struct skb_shared_info, dataref)
export const TX_FLAGS: u32 = 3; // offsetof(struct skb_shared_info, tx_flags)
export const DEV: u32 = 8; // offsetof(struct sk_buff, dev)
const BITS: u32 = 96;

/** Free of charge: whether the device summed the segment at `at`, a physical address. */
export function fillSummed(at: u32, summed: bool): void {
  poke<u8>(at + BITS, summed ? CHECKSUM_UNNECESSARY : 0);
}

export function isSummed(skb: sk_buff): bool {
  return (skb.pkt_type_bits & IP_SUMMED) == CHECKSUM_UNNECESSARY;
}

export function setSummed(skb: sk_buff): void {
  skb.pkt_type_bits = (skb.pkt_type_bits & ~IP_SUMMED) | CHECKSUM_UNNECESSARY;
}
