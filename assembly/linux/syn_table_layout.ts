// Where the audit and the view find a SYN table (struct listen_sock) in 2.6.20 and 3.6, and its counts. Free of charge.
import { at } from "./view_memory";

export const HEADER: u32 = 24; // sizeof(struct listen_sock)
export const NR_TABLE_ENTRIES: u32 = 20; // offsetof(struct listen_sock, nr_table_entries)
export const SYN_TABLE: u32 = 24; // offsetof(struct listen_sock, syn_table)
export const LISTEN_OPT: u32 = 16; // offsetof(struct request_sock_queue, listen_opt)
const QLEN: u32 = 4; // offsetof(struct listen_sock, qlen)
const QLEN_YOUNG: u32 = 8; // offsetof(struct listen_sock, qlen_young)

/** Requests that the listener counts. */
export function qlenOf(lopt: u32): u32 {
  return at<u32>(lopt + QLEN);
}

/** Those among them whose SYN-ACK was sent once. */
export function youngOf(lopt: u32): u32 {
  return at<u32>(lopt + QLEN_YOUNG);
}
