// include/linux/skbuff.h, net/core/skbuff.c: what 3.6.5, 4.3 and 4.14 word alike.
import { exec, lockedAdd } from "../machine/cpu";
import { trap } from "../machine/trap";
import { isCloned, isFclone } from "./skbuff";
import { sk_buff, skb_shared_info } from "./structs";
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

export function __kfree_skb(skb: sk_buff): void {
  exec(map.__kfree_skb);
  skb_release_head_state(skb);
  skb_release_data(skb);
  if (isFclone(skb)) trap();
}

function skb_release_data(skb: sk_buff): void {
  exec(map.skb_release_data);
  if (isCloned(skb)) trap();
  const shinfo = changetype<skb_shared_info>(skb.end);
  if (shinfo.nr_frags != 0) trap();
  if (shinfo.tx_flags != 0) trap();
  if (shinfo.frag_list != 0) trap();
  skb.head;
}
