// include/net/request_sock.h of 2.6.20 to 4.3: a listener's SYN table (struct listen_sock), as the audit and the view see
// it. 4.14 has none. Free of charge.
import { fault } from "./audit";
import { LISTEN_OPT, qlenOf } from "./syn_table_layout";
import { ACCEPT_QUEUE } from "./view_layout";
import { at } from "./view_memory";

/** The SYN table of a listener; 0: it has none. */
export function tableOf(sk: u32): u32 {
  return at<u32>(sk + ACCEPT_QUEUE + LISTEN_OPT);
}

export function hasSynQueue(sk: u32): bool {
  if (tableOf(sk) == 0) fault(sk);
  return tableOf(sk) != 0;
}

export function synQueueLength(sk: u32): u32 {
  return qlenOf(tableOf(sk));
}

/** From 4.4 on requests stand in the table of connections; here none may. */
export function auditHashedRequest(req: u32): void {
  fault(req);
}
