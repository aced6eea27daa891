// The words of View.socket (abi.ts) about a listener's queues, as 2.6.20 and 3.6.5 have them: a SYN table of its own.
import { viewWord } from "../abi";
import { VMALLOC_START } from "./config";
import { tableOf } from "./syn_table";
import { HEADER, NR_TABLE_ENTRIES, qlenOf, youngOf } from "./syn_table_layout";
import { ACK_BACKLOG } from "./view_layout";
import { at } from "./view_memory";
import { sizeClassOf } from "./view_slab";

/** Words 5 to 14; only a listener has a SYN table. */
export function describeQueues(sk: u32, listening: bool): void {
  viewWord(5, at<u16>(sk + ACK_BACKLOG));
  viewWord(6, at<u16>(sk + ACK_BACKLOG + 2));
  const lopt = listening ? tableOf(sk) : 0;
  if (lopt == 0) return;
  const entries = at<u32>(lopt + NR_TABLE_ENTRIES);
  viewWord(7, qlenOf(lopt));
  viewWord(8, youngOf(lopt));
  viewWord(9, at<u8>(lopt));
  viewWord(10, entries);
  viewWord(11, HEADER + entries * 4);
  viewWord(12, lopt);
  const inVmalloc = lopt >= VMALLOC_START;
  viewWord(13, inVmalloc ? 1 : 0);
  viewWord(14, inVmalloc ? 0 : sizeClassOf(lopt));
}
