// net/ipv4/af_inet.c, tcp_ipv4.c, net/ipv6/af_inet6.c, tcp_ipv6.c of Linux 2.6.20: the tables of operations.
// They really lie in memory: kernel code loads a function's address from its place before it calls. The datagram
// protocols exist only so far that their sockets can be made, and refuse listen().
export * from "../linux/protocols";

import { codeOf, set } from "../linux/protocols";
import { staticData } from "./memory_map";
import { tcp_memory_allocated, tcp_orphan_count, tcp_sockets_allocated } from "./percpu";
import * as map from "./system_map";

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
  const prot = staticData(688);
  set(prot, 116, bytes);
  if (stream) {
    set(prot, 0, codeOf(map.tcp_close)); // close
    set(prot, 20, codeOf(map.tcp_v4_init_sock)); // init
    set(prot, 24, codeOf(map.tcp_v4_destroy_sock)); // destroy
    set(prot, 28, codeOf(map.tcp_shutdown)); // shutdown
    set(prot, 68, codeOf(map.tcp_v4_hash)); // hash
    set(prot, 72, codeOf(map.tcp_unhash)); // unhash
    set(prot, 76, codeOf(map.tcp_v4_get_port)); // get_port
    set(prot, 88, tcp_sockets_allocated);
    set(prot, 120, tcp_orphan_count);
    set(prot, 124, tcp_request_sock_ops);
    set(prot, 84, tcp_memory_allocated);
  }
  return prot;
}

function bootOps(family: i32, stream: bool): u32 {
  const ops = staticData(84);
  set(ops, 0, family);
  set(ops, 8, codeOf(map.inet_release));
  set(ops, 12, codeOf(map.inet_bind));
  set(ops, 24, codeOf(map.inet_accept));
  set(ops, 44, codeOf(stream ? map.inet_listen : map.sock_no_listen));
  set(ops, 48, codeOf(map.inet_shutdown));
  return ops;
}

function bootProtosw(type: u32, protocol: u32, prot: u32, ops: u32): u32 {
  const answer = staticData(28, 4);
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
  tcp_request_sock_ops = staticData(28);
  set(tcp_request_sock_ops, 0, 2);
  set(tcp_request_sock_ops, 4, 68);
  set(tcp_request_sock_ops, 12, codeOf(map.tcp_v4_send_synack)); // rtx_syn_ack
  tcp_prot = bootProto(true, 1096);
  tcpv6_prot = bootProto(true, 1208);
  udp_prot = bootProto(false, 484);
  udpv6_prot = bootProto(false, 596);
  inet_stream_ops = bootOps(2, true);
  inet6_stream_ops = bootOps(10, true);
  inet_dgram_ops = bootOps(2, false);
  inet6_dgram_ops = bootOps(10, false);
  ipv4_specific = staticData(48);
  ipv6_specific = staticData(48);
  set(ipv4_specific, 24, 20 | (0 << 16)); // net_header_len: struct iphdr
  set(ipv6_specific, 24, 40);
  inetsw_stream = bootProtosw(1, 6, tcp_prot, inet_stream_ops);
  inetsw_dgram = bootProtosw(2, 17, udp_prot, inet_dgram_ops);
  inetsw6_stream = bootProtosw(1, 6, tcpv6_prot, inet6_stream_ops);
  inetsw6_dgram = bootProtosw(2, 17, udpv6_prot, inet6_dgram_ops);
}

/** Free of charge: the caches that proto_register() made. */
export function bootProtoCaches(tcp: u32, tcpv6: u32, udp: u32, udpv6: u32, request: u32): void {
  set(tcp_prot, 112, tcp);
  set(tcpv6_prot, 112, tcpv6);
  set(udp_prot, 112, udp);
  set(udpv6_prot, 112, udpv6);
  set(tcp_request_sock_ops, 8, request);
}
