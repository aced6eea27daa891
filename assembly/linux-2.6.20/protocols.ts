// net/ipv4/af_inet.c, tcp_ipv4.c of Linux 2.6.20: struct proto and struct request_sock_ops.
export * from "../linux/protocols";

import {
  codeOf,
  PROTO_CLOSE,
  PROTO_DESTROY,
  PROTO_INIT,
  PROTO_SHUTDOWN,
  set,
  tcp_request_sock_ops,
} from "../linux/protocols";
import { staticData } from "./memory_map";
import { REQUEST_SOCK_TCP } from "./object_sizes";
import { tcp_memory_allocated, tcp_orphan_count, tcp_sockets_allocated } from "./percpu";
import * as map from "./system_map";

const PROTO_HASH: u32 = 68; // offsetof(struct proto, hash)
const PROTO_UNHASH: u32 = 72; // offsetof(struct proto, unhash)
const PROTO_GET_PORT: u32 = 76; // offsetof(struct proto, get_port)
const PROTO_MEMORY_ALLOCATED: u32 = 84; // offsetof(struct proto, memory_allocated)
const PROTO_SOCKETS_ALLOCATED: u32 = 88; // offsetof(struct proto, sockets_allocated)
export const PROTO_SLAB: u32 = 112; // offsetof(struct proto, slab)
const PROTO_OBJ_SIZE: u32 = 116; // offsetof(struct proto, obj_size)
const PROTO_ORPHAN_COUNT: u32 = 120; // offsetof(struct proto, orphan_count)
const PROTO_RSK_PROT: u32 = 124; // offsetof(struct proto, rsk_prot)
const PROTO_BYTES: u32 = 688; // sizeof(struct proto)
export const OPS_LISTEN: u32 = 44; // offsetof(struct proto_ops, listen)
export const OPS_SHUTDOWN: u32 = 48; // offsetof(struct proto_ops, shutdown)
export const PROTOSW_BYTES: u32 = 28; // sizeof(struct inet_protosw)

/** struct proto; nobody counts the sockets of each in use. */
export function bootProto(stream: bool, bytes: u32, _index: u32): u32 {
  const prot = staticData(PROTO_BYTES);
  set(prot, PROTO_OBJ_SIZE, bytes);
  if (stream) {
    set(prot, PROTO_CLOSE, codeOf(map.tcp_close));
    set(prot, PROTO_INIT, codeOf(map.tcp_v4_init_sock));
    set(prot, PROTO_DESTROY, codeOf(map.tcp_v4_destroy_sock));
    set(prot, PROTO_SHUTDOWN, codeOf(map.tcp_shutdown));
    set(prot, PROTO_HASH, codeOf(map.tcp_v4_hash));
    set(prot, PROTO_UNHASH, codeOf(map.tcp_unhash));
    set(prot, PROTO_GET_PORT, codeOf(map.tcp_v4_get_port));
    set(prot, PROTO_SOCKETS_ALLOCATED, tcp_sockets_allocated);
    set(prot, PROTO_ORPHAN_COUNT, tcp_orphan_count);
    set(prot, PROTO_RSK_PROT, tcp_request_sock_ops);
    set(prot, PROTO_MEMORY_ALLOCATED, tcp_memory_allocated);
  }
  return prot;
}

/** struct request_sock_ops. */
export function bootRequestOps(): u32 {
  const ops = staticData(28);
  set(ops, 0, 2);
  set(ops, 4, REQUEST_SOCK_TCP);
  set(ops, 12, codeOf(map.tcp_v4_send_synack)); // rtx_syn_ack
  return ops;
}
