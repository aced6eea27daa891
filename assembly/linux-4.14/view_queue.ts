// The words of View.socket (abi.ts) about a listener's queues, as 4.14 has them: counters in the accept queue's head.
import { viewWord } from "../abi";
import { ACCEPT_QUEUE, ACK_BACKLOG } from "./view_layout";
import { word } from "./view_memory";

const QLEN: u32 = 12; // offsetof(struct request_sock_queue, qlen)
const YOUNG: u32 = 16; // offsetof(struct request_sock_queue, young)

/** Words 5 to 8. There is no SYN table: words 9 to 14 stay 0. */
export function describeQueues(sk: u32, listening: bool): void {
  viewWord(5, word(sk + ACK_BACKLOG));
  viewWord(6, word(sk + ACK_BACKLOG + 4));
  if (!listening) return;
  viewWord(7, word(sk + ACCEPT_QUEUE + QLEN));
  viewWord(8, word(sk + ACCEPT_QUEUE + YOUNG));
}
