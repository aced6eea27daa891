// net/ipv4/inet_hashtables.c of Linux 3.6.5: how this kernel words the steps of inet_hash_connect (inet_hash_connect.ts).
export * from "../linux/ports";
export * from "./ports_3_6";
export * from "./ports_to_3_6";
export * from "./ports_to_4_3";

import { __inet_lookup_listener, bind_bucket_cachep, inet_bind_bucket_create } from "./inet_hashtables";
import { headerOf, ip_hdr } from "./skbuff";
import { inet_bind_bucket, inet_bind_hashbucket, sk_buff, tcp_sock } from "./structs";

export const BUCKET_NODE: u32 = 12; // offsetof(struct inet_bind_bucket, node)

/** A bucket for a port that connect() chose (fastreuse -1: bind() never shares it); 0: no memory. */
export function connectBucket(head: u32, port: u32): u32 {
  const at = inet_bind_bucket_create(bind_bucket_cachep(), changetype<inet_bind_hashbucket>(head), port);
  if (at != 0) changetype<inet_bind_bucket>(at).fastreuse = 0xffff;
  return at;
}

/** The listener that a segment finds when no connection takes it, held, or null. */
export function listenerFor(skb: sk_buff, dif: i32): tcp_sock {
  const iph = ip_hdr(skb);
  return __inet_lookup_listener(iph.daddr, bswap<u16>(headerOf(skb).dest), dif);
}
