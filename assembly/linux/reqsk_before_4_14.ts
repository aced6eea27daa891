// include/net/request_sock.h, include/net/inet_connection_sock.h of 2.6.20 to 4.3: the SYN table of a listener, and the
// accept queue.
import { listen_sock, tcp_request_sock, tcp_sock } from "./structs";

export function listenOptOf(sk: tcp_sock): listen_sock {
  return changetype<listen_sock>(sk.icsk_accept_queue.listen_opt);
}

/** Appends a request with its child to the accept queue. No lock but the listener's. */
export function inet_csk_reqsk_queue_add(sk: tcp_sock, req: tcp_request_sock, child: tcp_sock): void {
  const queue = sk.icsk_accept_queue;
  req.sk = changetype<usize>(child);
  sk.sk_ack_backlog = sk.sk_ack_backlog + 1;
  if (queue.rskq_accept_head == 0) queue.rskq_accept_head = changetype<usize>(req);
  else changetype<tcp_request_sock>(queue.rskq_accept_tail).dl_next = changetype<usize>(req);
  queue.rskq_accept_tail = changetype<usize>(req);
  req.dl_next = 0;
}
