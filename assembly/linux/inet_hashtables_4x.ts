// net/ipv4/inet_hashtables.c, include/net/inet_hashtables.h: what 4.3 and 4.14 word alike.
import { exec } from "../machine/cpu";
import { inet_ehash_secret } from "./inet_hashtables";
import { jhash_3words } from "./jhash";
import { net_hash_mix } from "./net_namespace";
import { read } from "./percpu";
import { inet_ehash_bucket, inet_hashinfo } from "./structs";
import * as map from "./system_map";

/** Addresses and the foreign port as they lie in memory (network order), the local port in host order. */
export function inet_ehashfn(net: u32, laddr: u32, lport: u32, faddr: u32, fport: u32): u32 {
  exec(map.inet_ehashfn);
  return jhash_3words(laddr, faddr, (lport << 16) | fport, read(inet_ehash_secret) + net_hash_mix(net));
}

export function inet_ehash_bucket_of(hashinfo: inet_hashinfo, hash: u32): inet_ehash_bucket {
  return changetype<inet_ehash_bucket>(hashinfo.ehash + (hash & hashinfo.ehash_mask) * 4);
}
