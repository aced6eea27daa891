// net/ipv4/inet_connection_sock.c: what 4.3 and 4.14 word alike.
import { exec } from "../machine/cpu";
import { request_sock_ops, tcp_request_sock, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_rtx_synack } from "./tcp_output";

/** Sends the SYN-ACK of a request again; counts it if that went well. */
export function inet_rtx_syn_ack(parent: tcp_sock, req: tcp_request_sock): i32 {
  exec(map.inet_rtx_syn_ack);
  changetype<request_sock_ops>(req.rsk_ops).rtx_syn_ack;
  const err = tcp_rtx_synack(parent, req);
  if (err == 0) req.num_retrans = req.num_retrans + 1;
  return err;
}
