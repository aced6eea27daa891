// net/core/skbuff.c of Linux 2.6.20, and how a driver leaves a received segment.
// Left out: clones, fragments and frag lists (an arriving segment has none), secpath, bridge and conntrack fields. The
// buffer and the skb go back to the driver's ring (receive_ring.ts) at the cost that kfree() and kmem_cache_free() had.
export * from "../linux/skbuff";

import { BUFFER_END, RTCF_LOCAL, routeFlags } from "../linux/skbuff";
import { exec } from "../machine/cpu";
import { peek, poke } from "../machine/ram";
import { trap } from "../machine/trap";
import { arriving } from "../wire";
import { atomic_dec, atomic_read } from "./atomic";
import { PAGE_OFFSET } from "./memory_map";
import { device, inputRoute } from "./receive_ring";
import { iphdr, sk_buff, skb_shared_info, tcphdr } from "./structs";
import * as map from "./system_map";

/** Where the IP header lies in a buffer: NET_SKB_PAD, NET_IP_ALIGN, Ethernet header. */
export const HEADROOM: u32 = 16 + 2 + 14;

/** skb->ip_summed, bits 2 and 3 of local_df_bits. */
export const CHECKSUM_UNNECESSARY: u8 = 2 << 2;
export const IP_SUMMED: u8 = 3 << 2;
/**
 * skb->cb; struct tcp_skb_cb begins with struct inet_skb_parm (24 bytes with IPv6). The facts know neither: as
 * tcp_v4_rcv() stored them in the trace.
 */
const CB: usize = 48; // offsetof(struct sk_buff, cb)
export const CB_SEQ: usize = CB + 24;
export const CB_END_SEQ: usize = CB + 28;
export const CB_WHEN: usize = CB + 32;
export const CB_FLAGS: usize = CB + 36;
export const CB_SACKED: usize = CB + 37;
export const CB_ACK_SEQ: usize = CB + 40;
/** IPCB(skb)->opt.optlen. */
export const CB_OPTLEN: usize = CB + 8;

/** Free of charge: what the driver and eth_type_trans() left in the skb. */
export function fillSkb(skb: u32, head: u32, ip: u32, length: u32, _syn: bool): void {
  const at = skb - PAGE_OFFSET;
  poke<u32>(at + 20, device);
  poke<u32>(at + 40, inputRoute);
  poke<u32>(at + 32, ip); // nh
  poke<u32>(at + 36, ip - 14); // mac
  poke<u32>(at + 96, length);
  poke<u8>(at + 116, CHECKSUM_UNNECESSARY);
  poke<u16>(at + 118, 0x0008); // ETH_P_IP
  poke<u32>(at + 128, 2048 + 152);
  poke<u32>(at + 132, 1);
  poke<u32>(at + 136, head);
  poke<u32>(at + 140, ip);
  poke<u32>(at + 144, ip + length);
  poke<u32>(at + 148, head + BUFFER_END);
  const info = head + BUFFER_END - PAGE_OFFSET;
  poke<u32>(info, 1); // dataref
  poke<u16>(info + 4, 0); // nr_frags
  poke<u32>(info + 16, 0); // frag_list
}

/** Free of charge: a struct rtable for segments of this host. */
export function fillRoute(route: u32, dev: u32): void {
  const at = route - PAGE_OFFSET;
  poke<u32>(at + 4, 1); // __refcnt
  poke<u32>(at + 16, dev);
  poke<u32>(at + 140, RTCF_LOCAL);
  poke<u16>(at + 144, 2); // rt_type: RTN_LOCAL
  poke<u32>(at + 156, 1); // rt_iif
}

/** Free of charge: the skb of a SYN-ACK with its TCP header. */
export function fillSynack(skb: u32, th: u32): void {
  poke<u32>(skb + 28 - PAGE_OFFSET, th); // h.th
}

/** Free of charge: the input route was looked up, for the interface that the segment came in by. */
export function routeInput(): void {
  const at = inputRoute - PAGE_OFFSET;
  poke<u32>(at + 4, peek<u32>(at + 4) + 1);
  poke<i32>(at + 156, arriving.dev);
  poke<u32>(at + 140, routeFlags(arriving.daddr));
}

/** Offset of skb->users. */
export const USERS: u32 = 132; // offsetof(struct sk_buff, users)

export function __kfree_skb(skb: sk_buff): void {
  exec(map.__kfree_skb);
  dst_release(skb.dst);
  if (skb.destructor != 0) trap();
  kfree_skbmem(skb);
}

function kfree_skbmem(skb: sk_buff): void {
  exec(map.kfree_skbmem);
  skb_release_data(skb);
  if ((skb.pkt_type_bits & FCLONE) != 0) trap();
}

/** skb->fclone, bits 3 and 4 of pkt_type_bits. */
const FCLONE: u8 = 3 << 3;
/** skb->cloned, bit 1 of local_df_bits. */
const CLONED: u8 = 1 << 1;

function skb_release_data(skb: sk_buff): void {
  exec(map.skb_release_data);
  if ((skb.local_df_bits & CLONED) != 0) trap();
  const shinfo = changetype<skb_shared_info>(skb.end);
  if (shinfo.nr_frags != 0) trap();
  if (shinfo.frag_list != 0) trap();
  skb.head;
}

/** include/net/dst.h, inlined. */
export function dst_release(dst: u32): void {
  if (dst == 0) return;
  const refcnt = dst + DST_REFCNT;
  atomic_read(refcnt); // WARN_ON(it is less than 1)
  atomic_dec(refcnt);
}

/** Offset of dst->__refcnt. */
const DST_REFCNT: u32 = 4; // offsetof(struct dst_entry, __refcnt)

/** skb->h.th: the TCP header. */
export function headerOf(skb: sk_buff): tcphdr {
  return changetype<tcphdr>(skb.h_th);
}

/** skb->nh.iph. */
export function ip_hdr(skb: sk_buff): iphdr {
  return changetype<iphdr>(skb.nh_iph);
}
