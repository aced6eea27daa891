// net/ipv4/inet_hashtables.c of Linux 4.14: how this kernel words the steps of inet_hash_connect (inet_hash_connect.ts).
export * from "../linux/ports";
export * from "./ports_3_6";
export * from "./ports_4x";

import { bind_bucket_cachep, inet_bind_bucket_create, inet_ehash_nolisten } from "./inet_hashtables";
import { inet_bind_bucket, inet_bind_hashbucket, tcp_sock } from "./structs";

export const BUCKET_NODE: u32 = 36; // offsetof(struct inet_bind_bucket, node)

/** A bucket for a port that connect() chose (fastreuse, fastreuseport -1: bind() never shares it); 0: no memory. */
export function connectBucket(head: u32, port: u32): u32 {
  const at = inet_bind_bucket_create(bind_bucket_cachep(), changetype<inet_bind_hashbucket>(head), port);
  if (at != 0) {
    const tb = changetype<inet_bind_bucket>(at);
    tb.fastreuse = 0xff;
    tb.fastreuseport = 0xff;
  }
  return at;
}

/** Puts a socket that connects into the table of connections. */
export function hashConnecting(sk: tcp_sock): void {
  inet_ehash_nolisten(sk, 0);
}
