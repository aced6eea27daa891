// What the audit (audit.ts) counts connections by, in 4.3 and 4.14 alike.
import { peek } from "../machine/ram";
import { EHASH_SIZE } from "./config";
import { PAGE_OFFSET } from "./memory_map";
import { ACK_BACKLOG } from "./view_layout";

export const REQ_SK: u32 = 152; // offsetof(struct request_sock, sk)

/** Chains of the table of connections. */
export const CHAINS: u32 = EHASH_SIZE;

export function ackBacklog(sk: u32): u32 {
  return peek<u32>(sk + ACK_BACKLOG - PAGE_OFFSET);
}
