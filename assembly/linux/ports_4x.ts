// net/ipv4/inet_hashtables.c: steps of inet_hash_connect (inet_hash_connect.ts) that 4.3 and 4.14 word alike.
import { __inet_lookup_listener } from "./inet_hashtables";
import { headerOf, ip_hdr } from "./skbuff";
import { inet_bind_bucket, sk_buff, tcp_sock } from "./structs";

/** Whether bind() made the bucket. */
export function ofBind(tb: inet_bind_bucket): bool {
  return <i8>tb.fastreuse >= 0 || <i8>tb.fastreuseport >= 0;
}

/** The listener that a segment finds when no connection takes it, not held, or null. */
export function listenerFor(skb: sk_buff, dif: i32): tcp_sock {
  const iph = ip_hdr(skb);
  const th = headerOf(skb);
  return __inet_lookup_listener(iph.saddr, th.source, iph.daddr, bswap<u16>(th.dest), dif);
}
