// net/ipv4/af_inet.c, tcp_ipv4.c of Linux 3.6.5: struct request_sock_ops, and where things lie in struct proto.
export * from "../linux/protocols";
export * from "./protocols_3_6";

import { codeOf, set } from "../linux/protocols";
import { staticData } from "./memory_map";
import { REQUEST_SOCK_TCP } from "./object_sizes";
import * as map from "./system_map";

export const PROTO_RELEASE_CB: u32 = 60; // offsetof(struct proto, release_cb)
export const PROTO_HASH: u32 = 68; // offsetof(struct proto, hash)
export const PROTO_UNHASH: u32 = 72; // offsetof(struct proto, unhash)
export const PROTO_GET_PORT: u32 = 80; // offsetof(struct proto, get_port)
export const PROTO_INUSE_IDX: u32 = 88; // offsetof(struct proto, inuse_idx)
export const PROTO_MEMORY_ALLOCATED: u32 = 96; // offsetof(struct proto, memory_allocated)
export const PROTO_SOCKETS_ALLOCATED: u32 = 100; // offsetof(struct proto, sockets_allocated)
export const PROTO_SLAB: u32 = 128; // offsetof(struct proto, slab)
export const PROTO_OBJ_SIZE: u32 = 132; // offsetof(struct proto, obj_size)
export const PROTO_ORPHAN_COUNT: u32 = 140; // offsetof(struct proto, orphan_count)
export const PROTO_RSK_PROT: u32 = 144; // offsetof(struct proto, rsk_prot)
export const PROTO_HASHINFO: u32 = 152; // offsetof(struct proto, h.hashinfo)
export const PROTO_BYTES: u32 = 200; // sizeof(struct proto)

/** struct request_sock_ops. */
export function bootRequestOps(): u32 {
  const ops = staticData(36);
  set(ops, 0, 2);
  set(ops, 4, REQUEST_SOCK_TCP);
  set(ops, 16, codeOf(map.tcp_v4_rtx_synack)); // rtx_syn_ack
  set(ops, 32, codeOf(map.tcp_syn_ack_timeout)); // syn_ack_timeout
  return ops;
}
