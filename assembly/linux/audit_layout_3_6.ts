// What the audit (audit.ts) follows chains by, in 3.6.5, 4.3 and 4.14 alike.
import { peek } from "../machine/ram";
import { BHASH_SIZE } from "./config";
import { inet_bhashfn, tcp_hashinfo } from "./inet_hashtables";
import { PAGE_OFFSET } from "./memory_map";
import { init_net } from "./net_namespace";

/** Address of the first chain's head. */
export function firstChain(): u32 {
  return peek<u32>(changetype<usize>(tcp_hashinfo) - PAGE_OFFSET);
}

export function isChainEnd(node: u32): bool {
  return (node & 1) != 0;
}

/** Address of the first head of the table of ports; each has a lock before it. */
export function firstBindChain(): u32 {
  return peek<u32>(changetype<usize>(tcp_hashinfo) + 16 - PAGE_OFFSET) + 4;
}

export function bindBucketOf(port: u32): u32 {
  return inet_bhashfn(init_net, port, BHASH_SIZE);
}
