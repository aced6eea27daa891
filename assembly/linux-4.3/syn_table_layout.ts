// Where the audit and the view find a SYN table (struct listen_sock) in Linux 4.3, and its counts: what came less what
// went. Free of charge.
import { at } from "./view_memory";

export const HEADER: u32 = 128; // sizeof(struct listen_sock)
export const NR_TABLE_ENTRIES: u32 = 72; // offsetof(struct listen_sock, nr_table_entries)
export const SYN_TABLE: u32 = 76; // offsetof(struct listen_sock, syn_table)
export const LISTEN_OPT: u32 = 12; // offsetof(struct request_sock_queue, listen_opt)
const QLEN_INC: u32 = 0; // offsetof(struct listen_sock, qlen_inc)
const YOUNG_INC: u32 = 4; // offsetof(struct listen_sock, young_inc)
const QLEN_DEC: u32 = 8; // offsetof(struct listen_sock, qlen_dec)
const YOUNG_DEC: u32 = 12; // offsetof(struct listen_sock, young_dec)

/** Requests that the listener counts. */
export function qlenOf(lopt: u32): u32 {
  return at<u32>(lopt + QLEN_INC) - at<u32>(lopt + QLEN_DEC);
}

/** Those among them whose SYN-ACK was sent once. */
export function youngOf(lopt: u32): u32 {
  return at<u32>(lopt + YOUNG_INC) - at<u32>(lopt + YOUNG_DEC);
}
