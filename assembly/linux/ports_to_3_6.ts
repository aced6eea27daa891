// net/ipv4/inet_hashtables.c: a step of inet_hash_connect (inet_hash_connect.ts) that 2.6.20 and 3.6.5 word alike.
import { inet_bind_bucket } from "./structs";

/** Whether bind() made the bucket. */
export function ofBind(tb: inet_bind_bucket): bool {
  return <i16>tb.fastreuse >= 0;
}
