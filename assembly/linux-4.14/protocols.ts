// net/ipv4/af_inet.c, tcp_ipv4.c of Linux 4.14: where things lie in struct proto.
export * from "../linux/protocols";
export * from "./protocols_3_6";
export * from "./protocols_4x";

export const PROTO_RELEASE_CB: u32 = 64; // offsetof(struct proto, release_cb)
export const PROTO_HASH: u32 = 68; // offsetof(struct proto, hash)
export const PROTO_UNHASH: u32 = 72; // offsetof(struct proto, unhash)
export const PROTO_GET_PORT: u32 = 80; // offsetof(struct proto, get_port)
export const PROTO_MEMORY_ALLOCATED: u32 = 100; // offsetof(struct proto, memory_allocated)
export const PROTO_SOCKETS_ALLOCATED: u32 = 104; // offsetof(struct proto, sockets_allocated)
export const PROTO_SLAB: u32 = 132; // offsetof(struct proto, slab)
export const PROTO_OBJ_SIZE: u32 = 136; // offsetof(struct proto, obj_size)
export const PROTO_ORPHAN_COUNT: u32 = 144; // offsetof(struct proto, orphan_count)
export const PROTO_RSK_PROT: u32 = 148; // offsetof(struct proto, rsk_prot)
export const PROTO_HASHINFO: u32 = 156; // offsetof(struct proto, h.hashinfo)

export const PROTO_BYTES: u32 = 208; // sizeof(struct proto)
