// net/core/skbuff.c of Linux 3.6.5, and how a driver leaves a received segment.
// Left out: clones, fragments and frag lists (an arriving segment has none), secpath, bridge and conntrack fields. The
// buffer and the skb go back to the driver's ring (receive_ring.ts) at the cost that kfree() and kmem_cache_free() had.
export * from "../linux/skbuff";
export * from "./skbuff_3_6";

import { BUFFER_END, RTCF_LOCAL, routeFlags } from "../linux/skbuff";
import { peek, poke } from "../machine/ram";
import { arriving, SYN } from "../wire";
import { PAGE_OFFSET } from "./memory_map";
import { defaultMetrics, device, dstOps, inputRoute } from "./receive_ring";
import { SKB_DST_NOREF } from "./skbuff_3_6";
import { iphdr, sk_buff, tcphdr } from "./structs";

/** skb->ip_summed, bits 2 and 3 of local_df_bits. */
export const CHECKSUM_UNNECESSARY: u8 = 1 << 2;
export const IP_SUMMED: u8 = 3 << 2;
/**
 * skb->cb; struct tcp_skb_cb begins with struct inet_skb_parm (24 bytes with IPv6). The facts know neither:
 * the distances are those at which tcp_v4_rcv() stored in the trace, whose inet_skb_parm is 4 bytes shorter.
 */
const CB: usize = 24; // offsetof(struct sk_buff, cb)
export const CB_SEQ: usize = CB + 24;
export const CB_END_SEQ: usize = CB + 28;
export const CB_WHEN: usize = CB + 32;
export const CB_FLAGS: usize = CB + 36;
export const CB_SACKED: usize = CB + 37;
export const CB_IP_DSFIELD: usize = CB + 38;
export const CB_ACK_SEQ: usize = CB + 40;
/** IPCB(skb)->opt.opt.optlen. */
export const CB_OPTLEN: usize = CB + 8;

/** Free of charge: what the driver and eth_type_trans() left in the skb. */
export function fillSkb(skb: u32, head: u32, ip: u32, length: u32, syn: bool): void {
  const at = skb - PAGE_OFFSET;
  // The traced SYNs came from a raw socket, unsummed and with a route that is held. Everything else is summed by the
  // device, and its route is not counted, as of a segment from the network or from another TCP socket.
  poke<u32>(at + 20, device);
  poke<u32>(at + 72, syn ? inputRoute : inputRoute | SKB_DST_NOREF);
  poke<u32>(at + 76, length);
  poke<u8>(at + 96, syn ? 0 : CHECKSUM_UNNECESSARY);
  poke<u16>(at + 98, 0x0008); // ETH_P_IP
  poke<i32>(at + 104, arriving.dev);
  poke<u32>(at + 128, ip); // network_header
  poke<u32>(at + 132, ip - 14); // mac_header
  poke<u32>(at + 136, ip + length);
  poke<u32>(at + 140, head + BUFFER_END);
  poke<u32>(at + 144, head);
  poke<u32>(at + 148, ip);
  poke<u32>(at + 152, 2048 + 160);
  poke<u32>(at + 156, 1);
  const info = head + BUFFER_END - PAGE_OFFSET;
  poke<u8>(info, 0); // nr_frags
  poke<u8>(info + 1, 0); // tx_flags
  poke<u32>(info + 8, 0); // frag_list
  poke<u32>(info + 32, 1); // dataref
}

/** Free of charge: the skb of a SYN-ACK with its TCP header. */
export function fillSynack(skb: u32, th: u32): void {
  poke<u32>(skb + 124 - PAGE_OFFSET, th); // transport_header
}

/** Free of charge: a struct rtable for segments of this host. */
export function fillRoute(route: u32, dev: u32): void {
  const at = route - PAGE_OFFSET;
  poke<u32>(at + 12, dev);
  poke<u32>(at + 16, dstOps);
  poke<u32>(at + 20, defaultMetrics);
  poke<u32>(at + 64, 1); // __refcnt
  poke<u32>(at + 84, RTCF_LOCAL);
  poke<u16>(at + 88, 2); // rt_type: RTN_LOCAL
  poke<u8>(at + 90, 1); // rt_is_input
}

/** Free of charge: the input route was looked up. */
export function routeInput(): void {
  const at = inputRoute - PAGE_OFFSET;
  if (arriving.flags & SYN) poke<u32>(at + 64, peek<u32>(at + 64) + 1); // held, as fillSkb() says
  poke<u32>(at + 84, routeFlags(arriving.daddr));
}

/** Offset of skb->users. */
export const USERS: u32 = 156; // offsetof(struct sk_buff, users)

/** skb->fclone, bits 3 and 4 of pkt_type_bits. */
const FCLONE: u8 = 3 << 3;

/** skb->cloned, bit 1 of local_df_bits. */
const CLONED: u8 = 1 << 1;

export function isFclone(skb: sk_buff): bool {
  return (skb.pkt_type_bits & FCLONE) != 0;
}

export function isCloned(skb: sk_buff): bool {
  return (skb.local_df_bits & CLONED) != 0;
}

/** tcp_hdr(): the TCP header. */
export function headerOf(skb: sk_buff): tcphdr {
  return changetype<tcphdr>(skb.transport_header);
}

export function ip_hdr(skb: sk_buff): iphdr {
  return changetype<iphdr>(skb.network_header);
}

/** Whether nobody needs to sum it. */
export function isSummed(skb: sk_buff): bool {
  return (skb.local_df_bits & IP_SUMMED) == CHECKSUM_UNNECESSARY;
}

export function setSummed(skb: sk_buff): void {
  skb.local_df_bits = (skb.local_df_bits & ~IP_SUMMED) | CHECKSUM_UNNECESSARY;
}
