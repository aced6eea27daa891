// The words of View.socket (abi.ts) about a listener's queues, as Linux 4.3 has them: a SYN table whose counters are
// split in what came and what went.
import { viewWord } from "../abi";
import { VMALLOC_START } from "./config";
import { roundup_pow_of_two } from "./log2";
import { tableOf } from "./syn_table";
import { HEADER, NR_TABLE_ENTRIES, qlenOf, youngOf } from "./syn_table_layout";
import { ACK_BACKLOG } from "./view_layout";
import { at } from "./view_memory";
import { sizeClassOf } from "./view_slab";

const LARGEST_CLASS: u32 = 8192;
const MAX_QLEN_LOG: u32 = 64; // offsetof(struct listen_sock, max_qlen_log)

/** Words 5 to 14; only a listener has a SYN table. */
export function describeQueues(sk: u32, listening: bool): void {
  viewWord(5, at<u32>(sk + ACK_BACKLOG));
  viewWord(6, at<u32>(sk + ACK_BACKLOG + 4));
  const lopt = listening ? tableOf(sk) : 0;
  if (lopt == 0) return;
  const entries = at<u32>(lopt + NR_TABLE_ENTRIES);
  viewWord(7, qlenOf(lopt));
  viewWord(8, youngOf(lopt));
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
