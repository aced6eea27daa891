// include/linux/skbuff.h, net/core/skbuff.c: what 3.6.5, 4.3 and 4.14 word alike.
import { exec, lockedAdd } from "../machine/cpu";
import { trap } from "../machine/trap";
import { sk_buff } from "./structs";
import * as map from "./system_map";

/** Where the IP header lies in a buffer: NET_SKB_PAD, NET_IP_ALIGN, Ethernet header. */
export const HEADROOM: u32 = 64 + 2 + 14;

/** In skb->_skb_refdst: the buffer does not hold its route. */
export const SKB_DST_NOREF: u32 = 1;

export function skb_release_head_state(skb: sk_buff): void {
  exec(map.skb_release_head_state);
  const dst = skb._skb_refdst;
  if (dst != 0) {
    if (!(dst & SKB_DST_NOREF)) dst_release(dst);
    skb._skb_refdst = 0;
  }
  if (skb.destructor != 0) trap();
}

/** Offset of dst->__refcnt. */
export const DST_REFCNT: u32 = 64; // offsetof(struct dst_entry, __refcnt)

/** net/core/dst.c. */
export function dst_release(dst: u32): void {
  exec(map.dst_release);
  if (dst == 0) return;
  exec(map.dst_release_held);
  lockedAdd<i32>(dst + DST_REFCNT, -1);
}
