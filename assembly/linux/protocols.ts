// net/ipv4/af_inet.c, tcp_ipv4.c, net/ipv6/af_inet6.c, tcp_ipv6.c of 2.6.20 to 4.14: the tables of operations.
// They really lie in memory: kernel code loads a function's address from its place before it calls. The datagram
// protocols exist only so far that their sockets can be made, and refuse listen().
import { poke } from "../machine/ram";
import { ROW_ADDRESS, Text } from "../machine/text";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { TCP, TCP6, UDP, UDP6 } from "./object_sizes";
import { bootProto, bootRequestOps, OPS_LISTEN, OPS_SHUTDOWN, PROTO_SLAB, PROTOSW_BYTES } from "./protocols";
import * as map from "./system_map";

export const PROTO_CLOSE: u32 = 0; // offsetof(struct proto, close)
export const PROTO_INIT: u32 = 20; // offsetof(struct proto, init)
export const PROTO_DESTROY: u32 = 24; // offsetof(struct proto, destroy)
export const PROTO_SHUTDOWN: u32 = 28; // offsetof(struct proto, shutdown)
const OPS_FAMILY: u32 = 0; // offsetof(struct proto_ops, family)
const OPS_RELEASE: u32 = 8; // offsetof(struct proto_ops, release)
const OPS_BIND: u32 = 12; // offsetof(struct proto_ops, bind)
const OPS_ACCEPT: u32 = 24; // offsetof(struct proto_ops, accept)
const NET_HEADER_LEN: u32 = 24; // offsetof(struct inet_connection_sock_af_ops, net_header_len)
/** Room for a struct proto_ops, as far as anybody reads it. */
const OPS_BYTES: u32 = 84;

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

/** The address of a function: what a pointer to it holds. */
export function codeOf(row: Text): u32 {
  return load<u32>(row, ROW_ADDRESS);
}

export function set(table: u32, offset: u32, value: u32): void {
  poke<u32>(table + offset - PAGE_OFFSET, value);
}

function bootOps(family: i32, stream: bool): u32 {
  const ops = staticData(OPS_BYTES);
  set(ops, OPS_FAMILY, family);
  set(ops, OPS_RELEASE, codeOf(map.inet_release));
  set(ops, OPS_BIND, codeOf(map.inet_bind));
  set(ops, OPS_ACCEPT, codeOf(map.inet_accept));
  set(ops, OPS_LISTEN, codeOf(stream ? map.inet_listen : map.sock_no_listen));
  set(ops, OPS_SHUTDOWN, codeOf(map.inet_shutdown));
  return ops;
}

function bootProtosw(type: u32, protocol: u32, prot: u32, ops: u32): u32 {
  const answer = staticData(PROTOSW_BYTES, 4);
  const head = staticData(8, 8);
  set(answer, 0, head);
  set(answer, 4, head);
  set(head, 0, answer);
  set(head, 4, answer);
  set(answer, 8, type | (protocol << 16));
  set(answer, 12, prot);
  set(answer, 16, ops);
  return answer;
}

/** Builds the tables, free of charge. */
export function bootProtocols(): void {
  tcp_request_sock_ops = bootRequestOps();
  tcp_prot = bootProto(true, TCP, 0);
  tcpv6_prot = bootProto(true, TCP6, 2);
  udp_prot = bootProto(false, UDP, 1);
  udpv6_prot = bootProto(false, UDP6, 3);
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
