// net/ipv4/inet_hashtables.c of Linux 4.3: how this kernel words the steps of inet_hash_connect (inet_hash_connect.ts).
export * from "../linux/ports";
export * from "./ports_3_6";
export * from "./ports_4x";
export * from "./ports_to_4_3";

import { bind_bucket_cachep, inet_bind_bucket_create } from "./inet_hashtables";
import { inet_bind_bucket, inet_bind_hashbucket } from "./structs";

export const BUCKET_NODE: u32 = 16; // offsetof(struct inet_bind_bucket, node)

/** A bucket for a port that connect() chose (fastreuse -1: bind() never shares it); 0: no memory. */
export function connectBucket(head: u32, port: u32): u32 {
  const at = inet_bind_bucket_create(bind_bucket_cachep(), changetype<inet_bind_hashbucket>(head), port);
  if (at != 0) {
    changetype<inet_bind_bucket>(at).fastreuse = 0xff;
    changetype<inet_bind_bucket>(at).fastreuseport = 0xff;
  }
  return at;
}
