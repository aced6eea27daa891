// How the host's view (view.ts) finds the listening buckets, in 3.6.5, 4.3 and 4.14 alike.
import { inet_lhashfn, listening_hash, tcp_hashinfo } from "./inet_hashtables";
import { init_net } from "./net_namespace";

/** The listening bucket of a port. */
export function bucketOf(port: u32): u32 {
  return inet_lhashfn(init_net, port);
}

/** Address of the pointer to the first sock of a bucket. */
export function firstInBucket(bucket: u32): u32 {
  return listening_hash(tcp_hashinfo, bucket) + 4;
}
