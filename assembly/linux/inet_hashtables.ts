// net/ipv4/inet_hashtables.c: what 2.6.20 and 3.6.5 word alike.
import { exec } from "../machine/cpu";
import { __hlist_del, hlist_add_head, hlist_empty } from "./list";
import { kmem_cache_free } from "./slab";
import { inet_bind_bucket, tcp_sock } from "./structs";
import * as map from "./system_map";

/** The caller holds the bucket's lock. */
export function inet_bind_bucket_destroy(cachep: u32, tb: inet_bind_bucket): void {
  exec(map.inet_bind_bucket_destroy);
  if (hlist_empty(changetype<usize>(tb.owners))) {
    __hlist_del(changetype<usize>(tb.node));
    kmem_cache_free(cachep, changetype<usize>(tb));
  }
}

/** Inlined. */
export function sk_add_bind_node(sk: tcp_sock, tb: inet_bind_bucket): void {
  hlist_add_head(changetype<usize>(sk.sk_bind_node), changetype<usize>(tb.owners));
}
