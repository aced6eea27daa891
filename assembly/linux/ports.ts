// net/ipv4/inet_hashtables.c: steps of inet_hash_connect (inet_hash_connect.ts) that 2.6.20 and later kernels word alike.
import { ld, turn } from "../machine/cpu";
import { BUCKET_NODE } from "./ports";
import { inet_bind_bucket, inet_bind_hashbucket } from "./structs";
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
