// net/core/skbuff.c of 4.3 and 4.14, and how a driver leaves a received segment. Headers are 16-bit offsets from `head`.
// Left out: clones, fragments and frag lists (an arriving segment has none), secpath, bridge and conntrack fields. The
// buffer and the skb go back to the driver's ring (receive_ring.ts) at the cost that kfree() and kmem_cache_free() had.
import { peek, poke } from "../machine/ram";
import { arriving } from "../wire";
import { PAGE_OFFSET } from "./memory_map";
import { defaultMetrics, device, dstOps, inputRoute } from "./receive_ring";
import {
  BITS,
  BUFFER_END,
  CHECKSUM_UNNECESSARY,
  DATAREF,
  DEV,
  DST_REFCNT,
  RT_DEV,
  RTCF_LOCAL,
  routeFlags,
  TX_FLAGS,
} from "./skbuff";
import { iphdr, sk_buff, tcphdr } from "./structs";

/**
 * skb->cb; struct tcp_skb_cb: seq, end_seq, tcp_tw_isn, tcp_flags, sacked, ip_dsfield, unused, ack_seq, then struct
 * inet_skb_parm. The facts know neither: the distances are those of the declaration.
 */
const CB: usize = 24; // offsetof(struct sk_buff, cb)
export const CB_SEQ: usize = CB;
export const CB_END_SEQ: usize = CB + 4;
/** tcp_tw_isn, in the place of `when`. */
export const CB_WHEN: usize = CB + 8;
export const CB_FLAGS: usize = CB + 12;
export const CB_SACKED: usize = CB + 13;
export const CB_IP_DSFIELD: usize = CB + 14;
export const CB_ACK_SEQ: usize = CB + 16;
/** The header.h4.opt.optlen behind them. */
export const CB_OPTLEN: usize = CB + 32;

const REFDST: u32 = 72; // offsetof(struct sk_buff, _skb_refdst)
const LEN: u32 = 80; // offsetof(struct sk_buff, len)
const SKB_IIF: u32 = 108; // offsetof(struct sk_buff, skb_iif)
const PROTOCOL: u32 = 136; // offsetof(struct sk_buff, protocol)
const TRANSPORT_HEADER: u32 = 138; // offsetof(struct sk_buff, transport_header)
const NETWORK_HEADER: u32 = 140; // offsetof(struct sk_buff, network_header)
const MAC_HEADER: u32 = 142; // offsetof(struct sk_buff, mac_header)
const TAIL: u32 = 144; // offsetof(struct sk_buff, tail)
const END: u32 = 148; // offsetof(struct sk_buff, end)
const HEAD: u32 = 152; // offsetof(struct sk_buff, head)
const DATA: u32 = 156; // offsetof(struct sk_buff, data)
const TRUESIZE: u32 = 160; // offsetof(struct sk_buff, truesize)
const FRAG_LIST: u32 = 8; // offsetof(struct skb_shared_info, frag_list)
export const USERS: u32 = 164; // offsetof(struct sk_buff, users)

/** Free of charge: what the driver and eth_type_trans() left in the skb. */
export function fillSkb(skb: u32, head: u32, ip: u32, length: u32, syn: bool): void {
  const at = skb - PAGE_OFFSET;
  // The SYNs of the traced kernels came from a raw socket, unsummed; everything else the device had summed. As there,
  // all came over the loopback device, which takes a reference to the route (since 3.8: skb_dst_force()).
  poke<u32>(at + DEV, device);
  poke<u32>(at + REFDST, inputRoute);
  poke<u32>(at + LEN, length);
  fillSummed(at, !syn);
  poke<u16>(at + PROTOCOL, 0x0008); // ETH_P_IP
  poke<i32>(at + SKB_IIF, arriving.dev);
  poke<u16>(at + NETWORK_HEADER, <u16>(ip - head));
  poke<u16>(at + MAC_HEADER, <u16>(ip - head - 14));
  poke<u32>(at + TAIL, ip + length);
  poke<u32>(at + END, head + BUFFER_END);
  poke<u32>(at + HEAD, head);
  poke<u32>(at + DATA, ip);
  poke<u32>(at + TRUESIZE, 2048 + <u32>sk_buff.SIZE);
  poke<u32>(at + USERS, 1);
  const info = head + BUFFER_END - PAGE_OFFSET;
  poke<u8>(info, 0); // nr_frags
  poke<u8>(info + TX_FLAGS, 0);
  poke<u32>(info + FRAG_LIST, 0);
  poke<u32>(info + DATAREF, 1);
}

/** Free of charge: the skb of a SYN-ACK with its TCP header. */
export function fillSynack(skb: u32, th: u32): void {
  poke<u32>(skb + HEAD - PAGE_OFFSET, th);
  poke<u16>(skb + TRANSPORT_HEADER - PAGE_OFFSET, 0);
}

// ---- Headers: inlined
/** tcp_hdr(): the TCP header. */
export function headerOf(skb: sk_buff): tcphdr {
  return changetype<tcphdr>(skb.head + skb.transport_header);
}

export function ip_hdr(skb: sk_buff): iphdr {
  return changetype<iphdr>(skb.head + skb.network_header);
}

export function set_network_header(skb: sk_buff, data: u32): void {
  skb.network_header = <u16>(data - skb.head);
}

export function set_transport_header(skb: sk_buff, data: u32): void {
  skb.transport_header = <u16>(data - skb.head);
}

// ---- Routes
const RT_OPS: u32 = 16; // offsetof(struct dst_entry, ops)
const RT_METRICS: u32 = 20; // offsetof(struct dst_entry, _metrics)

const RT_FLAGS: u32 = 88; // offsetof(struct rtable, rt_flags)
const RT_TYPE: u32 = 92; // offsetof(struct rtable, rt_type)
const RT_IS_INPUT: u32 = 94; // offsetof(struct rtable, rt_is_input)

/** Free of charge: a struct rtable for segments of this host. */
export function fillRoute(route: u32, dev: u32): void {
  const at = route - PAGE_OFFSET;
  poke<u32>(at + RT_DEV, dev);
  poke<u32>(at + RT_OPS, dstOps);
  poke<u32>(at + RT_METRICS, defaultMetrics);
  poke<u32>(at + DST_REFCNT, 1);
  poke<u32>(at + RT_FLAGS, RTCF_LOCAL);
  poke<u16>(at + RT_TYPE, 2); // RTN_LOCAL
  poke<u8>(at + RT_IS_INPUT, 1);
}

/** Free of charge: the input route was looked up. */
export function routeInput(): void {
  const at = inputRoute - PAGE_OFFSET;
  poke<u32>(at + DST_REFCNT, peek<u32>(at + DST_REFCNT) + 1);
  poke<u32>(at + RT_FLAGS, routeFlags(arriving.daddr));
}

/** skb->fclone, bits 2 and 3 of cloned_bits. */
const FCLONE: u8 = 3 << 2;
const CLONED: u8 = 1;

export function isFclone(skb: sk_buff): bool {
  return (skb.cloned_bits & FCLONE) != 0;
}

export function isCloned(skb: sk_buff): bool {
  return (skb.cloned_bits & CLONED) != 0;
}

/** Free of charge: whether the device summed the segment at `at`, a physical address. */
export function fillSummed(at: u32, summed: bool): void {
  poke<u8>(at + BITS, summed ? CHECKSUM_UNNECESSARY : 0);
}
