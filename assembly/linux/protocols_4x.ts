// net/ipv4/tcp_ipv4.c of 4.3 and 4.14: struct request_sock_ops.
import { staticData } from "./memory_map";
import { REQUEST_SOCK_TCP } from "./object_sizes";
import { codeOf, set } from "./protocols";
import * as map from "./system_map";

export const PROTO_INUSE_IDX: u32 = 84; // offsetof(struct proto, inuse_idx)

/** struct request_sock_ops. */
export function bootRequestOps(): u32 {
  const ops = staticData(36);
  set(ops, 0, 2);
  set(ops, 4, REQUEST_SOCK_TCP);
  set(ops, 16, codeOf(map.tcp_rtx_synack)); // rtx_syn_ack
  set(ops, 32, codeOf(map.tcp_syn_ack_timeout)); // syn_ack_timeout
  return ops;
}
