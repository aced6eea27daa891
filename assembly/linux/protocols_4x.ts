// net/ipv4/af_inet.c, tcp_ipv4.c, net/ipv6/af_inet6.c, tcp_ipv6.c: what 4.3 and 4.14 word alike.
import { tcp_hashinfo } from "./inet_hashtables";
import { staticData } from "./memory_map";
import { tcp_memory_allocated, tcp_orphan_count, tcp_sockets_allocated } from "./percpu";
import {
  bootProtosw,
  codeOf,
  PROTO_BYTES,
  PROTO_GET_PORT,
  PROTO_HASH,
  PROTO_HASHINFO,
  PROTO_MEMORY_ALLOCATED,
  PROTO_OBJ_SIZE,
  PROTO_ORPHAN_COUNT,
  PROTO_RELEASE_CB,
  PROTO_RSK_PROT,
  PROTO_SLAB,
  PROTO_SOCKETS_ALLOCATED,
  PROTO_UNHASH,
  REQUEST_SOCK,
  set,
  TCP_SOCK,
  TCP6_SOCK,
} from "./protocols";
import * as map from "./system_map";

/** Offsets in the tables. */
const PROTO_CLOSE: u32 = 0; // offsetof(struct proto, close)
const PROTO_INIT: u32 = 20; // offsetof(struct proto, init)
const PROTO_DESTROY: u32 = 24; // offsetof(struct proto, destroy)
const PROTO_SHUTDOWN: u32 = 28; // offsetof(struct proto, shutdown)

const PROTO_INUSE_IDX: u32 = 84; // offsetof(struct proto, inuse_idx)

const OPS_FAMILY: u32 = 0; // offsetof(struct proto_ops, family)
const OPS_RELEASE: u32 = 8; // offsetof(struct proto_ops, release)
const OPS_BIND: u32 = 12; // offsetof(struct proto_ops, bind)
const OPS_ACCEPT: u32 = 24; // offsetof(struct proto_ops, accept)
const OPS_LISTEN: u32 = 40; // offsetof(struct proto_ops, listen)
const OPS_SHUTDOWN: u32 = 44; // offsetof(struct proto_ops, shutdown)
const NET_HEADER_LEN: u32 = 24; // offsetof(struct inet_connection_sock_af_ops, net_header_len)

export let tcp_prot: u32 = 0;
export let tcpv6_prot: u32 = 0;
export let udp_prot: u32 = 0;
export let udpv6_prot: u32 = 0;
export let inet_stream_ops: u32 = 0;
export let inet6_stream_ops: u32 = 0;
export let inet_dgram_ops: u32 = 0;
export let inet6_dgram_ops: u32 = 0;
export let ipv4_specific: u32 = 0;
export let ipv6_specific: u32 = 0;
export let tcp_request_sock_ops: u32 = 0;
/** inetsw[type] and inetsw6[type]: the one inet_protosw of each type. */
export let inetsw_stream: u32 = 0;
export let inetsw_dgram: u32 = 0;
export let inetsw6_stream: u32 = 0;
export let inetsw6_dgram: u32 = 0;

function bootProto(stream: bool, bytes: u32): u32 {
  const prot = staticData(PROTO_BYTES);
  set(prot, PROTO_OBJ_SIZE, bytes);
  if (stream) {
    set(prot, PROTO_CLOSE, codeOf(map.tcp_close)); // close
    set(prot, PROTO_INIT, codeOf(map.tcp_v4_init_sock)); // init
    set(prot, PROTO_DESTROY, codeOf(map.tcp_v4_destroy_sock)); // destroy
    set(prot, PROTO_SHUTDOWN, codeOf(map.tcp_shutdown)); // shutdown
    set(prot, PROTO_HASH, codeOf(map.inet_hash)); // hash
    set(prot, PROTO_UNHASH, codeOf(map.inet_unhash)); // unhash
    set(prot, PROTO_GET_PORT, codeOf(map.inet_csk_get_port)); // get_port
    set(prot, PROTO_RELEASE_CB, codeOf(map.tcp_release_cb)); // release_cb
    set(prot, PROTO_SOCKETS_ALLOCATED, tcp_sockets_allocated);
    set(prot, PROTO_ORPHAN_COUNT, tcp_orphan_count);
    set(prot, PROTO_RSK_PROT, tcp_request_sock_ops);
    set(prot, PROTO_MEMORY_ALLOCATED, tcp_memory_allocated);
    set(prot, PROTO_HASHINFO, changetype<usize>(tcp_hashinfo)); // h.hashinfo
  }
  return prot;
}

function bootOps(family: i32, stream: bool): u32 {
  const ops = staticData(84);
  set(ops, OPS_FAMILY, family);
  set(ops, OPS_RELEASE, codeOf(map.inet_release));
  set(ops, OPS_BIND, codeOf(map.inet_bind));
  set(ops, OPS_ACCEPT, codeOf(map.inet_accept));
  set(ops, OPS_LISTEN, codeOf(stream ? map.inet_listen : map.sock_no_listen));
  set(ops, OPS_SHUTDOWN, codeOf(map.inet_shutdown));
  return ops;
}

/** Builds the tables, free of charge. */
export function bootProtocols(): void {
  tcp_request_sock_ops = staticData(36);
  set(tcp_request_sock_ops, 0, 2);
  set(tcp_request_sock_ops, 4, REQUEST_SOCK);
  set(tcp_request_sock_ops, 16, codeOf(map.tcp_rtx_synack)); // rtx_syn_ack
  set(tcp_request_sock_ops, 32, codeOf(map.tcp_syn_ack_timeout)); // syn_ack_timeout
  tcp_prot = bootProto(true, TCP_SOCK);
  tcpv6_prot = bootProto(true, TCP6_SOCK);
  udp_prot = bootProto(false, 560);
  udpv6_prot = bootProto(false, 700);
  set(udp_prot, PROTO_INUSE_IDX, 1);
  set(tcpv6_prot, PROTO_INUSE_IDX, 2);
  set(udpv6_prot, PROTO_INUSE_IDX, 3);
  inet_stream_ops = bootOps(2, true);
  inet6_stream_ops = bootOps(10, true);
  inet_dgram_ops = bootOps(2, false);
  inet6_dgram_ops = bootOps(10, false);
  ipv4_specific = staticData(48);
  ipv6_specific = staticData(48);
  set(ipv4_specific, NET_HEADER_LEN, 20 | (0 << 16)); // net_header_len: struct iphdr
  set(ipv6_specific, NET_HEADER_LEN, 40);
  inetsw_stream = bootProtosw(1, 6, tcp_prot, inet_stream_ops);
  inetsw_dgram = bootProtosw(2, 17, udp_prot, inet_dgram_ops);
  inetsw6_stream = bootProtosw(1, 6, tcpv6_prot, inet6_stream_ops);
  inetsw6_dgram = bootProtosw(2, 17, udpv6_prot, inet6_dgram_ops);
}

/** Free of charge: the caches that proto_register() made. */
export function bootProtoCaches(tcp: u32, tcpv6: u32, udp: u32, udpv6: u32, request: u32): void {
  set(tcp_prot, PROTO_SLAB, tcp);
  set(tcpv6_prot, PROTO_SLAB, tcpv6);
  set(udp_prot, PROTO_SLAB, udp);
  set(udpv6_prot, PROTO_SLAB, udpv6);
  set(tcp_request_sock_ops, 8, request);
}
