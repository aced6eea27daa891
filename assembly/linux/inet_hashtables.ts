// net/ipv4/inet_hashtables.c: what 2.6.20 and later kernels word alike.
import { exec } from "../machine/cpu";
import { tcp_hashinfo } from "./inet_hashtables";
import { __hlist_del, hlist_empty } from "./list";
import { kmem_cache_free } from "./slab";
import { inet_bind_bucket } from "./structs";
import * as map from "./system_map";

/** The caller holds the bucket's lock. */
export function inet_bind_bucket_destroy(cachep: u32, tb: inet_bind_bucket): void {
  exec(map.inet_bind_bucket_destroy);
  if (hlist_empty(changetype<usize>(tb.owners))) {
    __hlist_del(changetype<usize>(tb.node));
    kmem_cache_free(cachep, changetype<usize>(tb));
  }
}

export const INET_LHTABLE_SIZE: u32 = 32;

export const PF_INET: u16 = 2;

export function bind_bucket_cachep(): u32 {
  return tcp_hashinfo.bind_bucket_cachep;
}
