// net/ipv4/inet_hashtables.c of Linux 4.3: how this kernel words the steps of inet_hash_connect (inet_hash_connect.ts).
import { ld, turn } from "../machine/cpu";
import {
  __inet_hash_nolisten,
  __inet_lookup_established,
  __inet_lookup_listener,
  bind_bucket_cachep,
  inet_bind_bucket_create,
} from "./inet_hashtables";
import { init_net } from "./net_namespace";
import { headerOf, ip_hdr } from "./skbuff";
import { inet_bind_bucket, inet_bind_hashbucket, sk_buff, tcp_sock } from "./structs";
import * as map from "./system_map";

/** The bucket of a port in a chain, 0 if there is none. */
export function portBucket(head: u32, port: u32): u32 {
  let node = changetype<inet_bind_hashbucket>(head).chain.first;
  while (turn(map.inet_csk_get_port_turn, node != 0)) {
    const tb = changetype<inet_bind_bucket>(node - BUCKET_NODE);
    if (tb.port == port) return node - BUCKET_NODE;
    node = ld<u32>(node, 0);
  }
  return 0;
}

const BUCKET_NODE: u32 = 16; // offsetof(struct inet_bind_bucket, node)

/** A bucket for a port that connect() chose (fastreuse -1: bind() never shares it); 0: no memory. */
export function connectBucket(head: u32, port: u32): u32 {
  const at = inet_bind_bucket_create(bind_bucket_cachep(), init_net, changetype<inet_bind_hashbucket>(head), port);
  if (at != 0) {
    changetype<inet_bind_bucket>(at).fastreuse = 0xff;
    changetype<inet_bind_bucket>(at).fastreuseport = 0xff;
  }
  return at;
}

/** Whether bind() made the bucket. */
export function ofBind(tb: inet_bind_bucket): bool {
  return <i8>tb.fastreuse >= 0 || <i8>tb.fastreuseport >= 0;
}

/** Puts a socket that connects into the table of connections. */
export function hashConnecting(sk: tcp_sock): void {
  __inet_hash_nolisten(sk);
}

/** What is at this end of a connection, held: a sock or a TIME_WAIT socket, or 0. As the names lie in memory. */
export function occupant(laddr: u32, lport: u16, faddr: u32, fport: u16, dif: i32): u32 {
  return changetype<usize>(__inet_lookup_established(faddr, fport, laddr, lport, dif));
}

/** The listener that a segment finds when no connection takes it, held, or null. */
export function listenerFor(skb: sk_buff, dif: i32): tcp_sock {
  const iph = ip_hdr(skb);
  const th = headerOf(skb);
  return __inet_lookup_listener(iph.saddr, th.source, iph.daddr, bswap<u16>(th.dest), dif);
}
