// Where the host's view of connections (view_flow.ts) finds them, in 4.3 and 4.14 alike.
import { tcp_hashinfo } from "./inet_hashtables";
import { word } from "./view_memory";

export const TW_DPORT: u32 = 12; // offsetof(struct sock_common, skc_dport)
export const TW_NUM: u32 = 14; // offsetof(struct sock_common, skc_num)

/** The first of a bucket (0). TIME_WAIT sockets stand among the connections: there is no second chain. */
export function ehashFirst(bucket: u32, chain: u32): u32 {
  return chain == 0 ? word(word(changetype<usize>(tcp_hashinfo)) + bucket * 4) : 1;
}
