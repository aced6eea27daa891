// net/ipv4/inet_hashtables.c of Linux 2.6.20: how this kernel words the steps of inet_hash_connect (inet_hash_connect.ts).
export * from "../linux/ports";
export * from "./ports_to_3_6";

import {
  __inet_hash,
  __inet_lookup_established,
  __inet_lookup_listener,
  bind_bucket_cachep,
  inet_bind_bucket_create,
  tcp_hashinfo,
} from "./inet_hashtables";
import { headerOf, ip_hdr } from "./skbuff";
import { inet_bind_bucket, inet_bind_hashbucket, sk_buff, tcp_sock } from "./structs";

export const BUCKET_NODE: u32 = 4; // offsetof(struct inet_bind_bucket, node)

/** A bucket for a port that connect() chose (fastreuse -1: bind() never shares it); 0: no memory. */
export function connectBucket(head: u32, port: u32): u32 {
  const at = inet_bind_bucket_create(bind_bucket_cachep(), changetype<inet_bind_hashbucket>(head), port);
  if (at != 0) changetype<inet_bind_bucket>(at).fastreuse = 0xffff;
  return at;
}

/** Puts a socket that connects into the table of connections. */
export function hashConnecting(sk: tcp_sock): void {
  __inet_hash(tcp_hashinfo, sk, false);
}

/** What is at this end of a connection, held: a sock or a TIME_WAIT socket, or 0. As the names lie in memory. */
export function occupant(laddr: u32, lport: u16, faddr: u32, fport: u16, dif: i32): u32 {
  return changetype<usize>(__inet_lookup_established(tcp_hashinfo, faddr, fport, laddr, lport, dif));
}

/** The listener that a segment finds when no connection takes it, held, or null. */
export function listenerFor(skb: sk_buff, dif: i32): tcp_sock {
  const iph = ip_hdr(skb);
  return __inet_lookup_listener(tcp_hashinfo, iph.daddr, bswap<u16>(headerOf(skb).dest), dif);
}
