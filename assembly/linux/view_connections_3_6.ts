// Where the host's view of connections (view_flow.ts) finds them, in 3.6.5, 4.3 and 4.14 alike.
import { peek } from "../machine/ram";
import { inet_ehash_secret, tcp_hashinfo } from "./inet_hashtables";
import { jhash_3words } from "./jhash";
import { PAGE_OFFSET } from "./memory_map";
import { init_net, net_hash_mix } from "./net_namespace";

/** Buckets of ehash. */
export function ehashSize(): u32 {
  return word(changetype<usize>(tcp_hashinfo) + 8) + 1;
}

/** The bucket of a connection; addresses and foreign port as they lie in memory. */
export function ehashBucket(laddr: u32, lport: u32, faddr: u32, fport: u32): u32 {
  const initval = word(inet_ehash_secret) + net_hash_mix(init_net);
  return jhash_3words(laddr, faddr, (lport << 16) | fport, initval) & (ehashSize() - 1);
}

export function word(address: u32): u32 {
  return peek<u32>(address - PAGE_OFFSET);
}

export const TW_DADDR: u32 = 0; // offsetof(struct sock_common, skc_daddr)
export const TW_RCV_SADDR: u32 = 4; // offsetof(struct sock_common, skc_rcv_saddr)
