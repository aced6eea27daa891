// Where a view finds a connection in the established hash, 3.6 and later.
import { inet_ehash_secret, tcp_hashinfo } from "./inet_hashtables";
import { jhash_3words } from "./jhash";
import { init_net, net_hash_mix } from "./net_namespace";
import { word } from "./view_memory";

/** Buckets of ehash. */
export function ehashSize(): u32 {
  return word(changetype<usize>(tcp_hashinfo) + 8) + 1;
}

/** The bucket of a connection; addresses and foreign port as they lie in memory. */
export function ehashBucket(laddr: u32, lport: u32, faddr: u32, fport: u32): u32 {
  const initval = word(inet_ehash_secret) + net_hash_mix(init_net);
  return jhash_3words(laddr, faddr, (lport << 16) | fport, initval) & (ehashSize() - 1);
}

export const TW_DADDR: u32 = 0; // offsetof(struct sock_common, skc_daddr)
export const TW_RCV_SADDR: u32 = 4; // offsetof(struct sock_common, skc_rcv_saddr)
