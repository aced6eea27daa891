// The words of View.socket (abi.ts) about a listener's queues, as Linux 4.3 has them: a SYN table whose counters are
// split in what came and what went.

import { viewWord } from "../abi";
import { translate } from "../machine/mmu";
import { peek } from "../machine/ram";
import { VMALLOC_START } from "./config";
import { roundup_pow_of_two } from "./log2";
import { ACCEPT_QUEUE, ACK_BACKLOG } from "./view_layout";
import { sizeClassOf } from "./view_slab";

const LARGEST_CLASS: u32 = 8192;
const QLEN_INC: u32 = 0; // offsetof(struct listen_sock, qlen_inc)
const YOUNG_INC: u32 = 4; // offsetof(struct listen_sock, young_inc)
const QLEN_DEC: u32 = 8; // offsetof(struct listen_sock, qlen_dec)
const YOUNG_DEC: u32 = 12; // offsetof(struct listen_sock, young_dec)
const MAX_QLEN_LOG: u32 = 64; // offsetof(struct listen_sock, max_qlen_log)
const NR_TABLE_ENTRIES: u32 = 72; // offsetof(struct listen_sock, nr_table_entries)
const HEADER: u32 = 128; // sizeof(struct listen_sock)
const LISTEN_OPT: u32 = 12; // offsetof(struct request_sock_queue, listen_opt)

/** Reads a virtual address. */
function at<T>(address: u32): T {
  return peek<T>(translate(address));
}

/** Words 5 to 14; only a listener has a SYN table. */
export function describeQueues(sk: u32, listening: bool): void {
  viewWord(5, at<u32>(sk + ACK_BACKLOG));
  viewWord(6, at<u32>(sk + ACK_BACKLOG + 4));
  const lopt = listening ? at<u32>(sk + ACCEPT_QUEUE + LISTEN_OPT) : 0;
  if (lopt == 0) return;
  const entries = at<u32>(lopt + NR_TABLE_ENTRIES);
  viewWord(7, at<u32>(lopt + QLEN_INC) - at<u32>(lopt + QLEN_DEC));
  viewWord(8, at<u32>(lopt + YOUNG_INC) - at<u32>(lopt + YOUNG_DEC));
  viewWord(9, at<u8>(lopt + MAX_QLEN_LOG));
  viewWord(10, entries);
  viewWord(11, HEADER + entries * 4);
  viewWord(12, lopt);
  const inVmalloc = lopt >= VMALLOC_START;
  viewWord(13, inVmalloc ? 1 : 0);
  // Beyond the classes kmalloc() gives a block of pages, a power of two.
  const bytes = HEADER + entries * 4;
  viewWord(14, inVmalloc ? 0 : max(sizeClassOf(lopt), bytes > LARGEST_CLASS ? roundup_pow_of_two(bytes) : 0));
}
