// Where the audit (audit.ts) finds requests and the accept queue, in 2.6.20 and 3.6.5 alike.
import { peek } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import { ACK_BACKLOG } from "./view_layout";

export const ACCEPT_HEAD: u32 = 0; // offsetof(struct request_sock_queue, rskq_accept_head)
export const ACCEPT_TAIL: u32 = 4; // offsetof(struct request_sock_queue, rskq_accept_tail)
export const DL_NEXT: u32 = 0; // offsetof(struct request_sock, dl_next)
export const REQ_SK: u32 = 28; // offsetof(struct request_sock, sk)

export function ackBacklog(sk: u32): u32 {
  return peek<u16>(sk + ACK_BACKLOG - PAGE_OFFSET);
}
