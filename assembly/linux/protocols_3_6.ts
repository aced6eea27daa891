// net/ipv4/tcp_ipv4.c of 3.6, 4.3 and 4.14: struct proto. Offsets that moved stand in each kernel's own file.
import { tcp_hashinfo } from "./inet_hashtables";
import { staticData } from "./memory_map";
import { tcp_memory_allocated, tcp_orphan_count, tcp_sockets_allocated } from "./percpu";
import {
  codeOf,
  PROTO_BYTES,
  PROTO_CLOSE,
  PROTO_DESTROY,
  PROTO_GET_PORT,
  PROTO_HASH,
  PROTO_HASHINFO,
  PROTO_INIT,
  PROTO_INUSE_IDX,
  PROTO_MEMORY_ALLOCATED,
  PROTO_OBJ_SIZE,
  PROTO_ORPHAN_COUNT,
  PROTO_RELEASE_CB,
  PROTO_RSK_PROT,
  PROTO_SHUTDOWN,
  PROTO_SOCKETS_ALLOCATED,
  PROTO_UNHASH,
  set,
  tcp_request_sock_ops,
} from "./protocols";
import * as map from "./system_map";

export const OPS_LISTEN: u32 = 40; // offsetof(struct proto_ops, listen)
export const OPS_SHUTDOWN: u32 = 44; // offsetof(struct proto_ops, shutdown)
export const PROTOSW_BYTES: u32 = 24; // sizeof(struct inet_protosw)

/** struct proto; `index` is its place among the counts of sockets in use. */
export function bootProto(stream: bool, bytes: u32, index: u32): u32 {
  const prot = staticData(PROTO_BYTES);
  set(prot, PROTO_OBJ_SIZE, bytes);
  set(prot, PROTO_INUSE_IDX, index);
  if (stream) {
    set(prot, PROTO_CLOSE, codeOf(map.tcp_close));
    set(prot, PROTO_INIT, codeOf(map.tcp_v4_init_sock));
    set(prot, PROTO_DESTROY, codeOf(map.tcp_v4_destroy_sock));
    set(prot, PROTO_SHUTDOWN, codeOf(map.tcp_shutdown));
    set(prot, PROTO_HASH, codeOf(map.inet_hash));
    set(prot, PROTO_UNHASH, codeOf(map.inet_unhash));
    set(prot, PROTO_GET_PORT, codeOf(map.inet_csk_get_port));
    set(prot, PROTO_RELEASE_CB, codeOf(map.tcp_release_cb));
    set(prot, PROTO_SOCKETS_ALLOCATED, tcp_sockets_allocated);
    set(prot, PROTO_ORPHAN_COUNT, tcp_orphan_count);
    set(prot, PROTO_RSK_PROT, tcp_request_sock_ops);
    set(prot, PROTO_MEMORY_ALLOCATED, tcp_memory_allocated);
    set(prot, PROTO_HASHINFO, changetype<usize>(tcp_hashinfo));
  }
  return prot;
}
