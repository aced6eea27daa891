// include/linux/skbuff.h, net/core/skbuff.c: what 2.6.20 and later kernels word alike.
import { isBroadcast, isMulticast } from "../addresses";
import { exec } from "../machine/cpu";
import { atomic_dec_and_test, atomic_read } from "./atomic";
import { __kfree_skb, USERS } from "./skbuff";
import { sk_buff } from "./structs";
import * as map from "./system_map";

/** Where struct skb_shared_info lies: behind 1,522 bytes of frame. */
export const BUFFER_END: u32 = 1600;

export const RTCF_LOCAL: u32 = 0x80000000;
export const RTCF_BROADCAST: u32 = 0x10000000;
export const RTCF_MULTICAST: u32 = 0x20000000;

/** What the input route of a destination says of it (host order). */
export function routeFlags(daddr: u32): u32 {
  if (isBroadcast(daddr)) return RTCF_LOCAL | RTCF_BROADCAST;
  return isMulticast(daddr) ? RTCF_LOCAL | RTCF_MULTICAST : RTCF_LOCAL;
}

export function kfree_skb(skb: sk_buff): void {
  exec(map.kfree_skb);
  const users = <u32>changetype<usize>(skb) + USERS;
  if (atomic_read(users) != 1 && !atomic_dec_and_test(users)) return;
  __kfree_skb(skb);
}
