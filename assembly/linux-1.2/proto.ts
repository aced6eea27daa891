// The protocols of the inet family of Linux 1.2.13 (struct proto): TCP, UDP and RAW, each with its own sock_array, and
// TCP's counters (net/inet/snmp.h). Function pointers hold a 1 where the protocol has that function.
import { ld, st } from "../machine/cpu";
import { peek, poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { proto } from "./structs";

const PROTO: u32 = 1220; // sizeof(struct proto)
export const SOCK_ARRAY: u32 = 108; // offsetof(struct proto, sock_array)
const CONNECT: u32 = 48; // offsetof(struct proto, connect)
const ACCEPT: u32 = 52; // offsetof(struct proto, accept)
const RCV: u32 = 72; // offsetof(struct proto, rcv)
const SHUTDOWN: u32 = 88; // offsetof(struct proto, shutdown)
const MAX_HEADER: u32 = 100; // offsetof(struct proto, max_header)
const INUSE: u32 = 1212; // offsetof(struct proto, inuse)

export let tcp_prot: u32 = 0;
export let udp_prot: u32 = 0;
export let raw_prot: u32 = 0;

/** struct tcp_mib: RtoAlgorithm, RtoMin, RtoMax, MaxConn, then these. PassiveOpens and RetransSegs are never counted. */
let tcp_statistics: u32 = 0;
export const TcpActiveOpens: u32 = 16;
export const TcpPassiveOpens: u32 = 20;
export const TcpAttemptFails: u32 = 24;
export const TcpEstabResets: u32 = 28;
export const TcpCurrEstab: u32 = 32;
export const TcpInSegs: u32 = 36;
export const TcpOutSegs: u32 = 40;
export const TcpRetransSegs: u32 = 44;

export function bootProtocols(): void {
  tcp_prot = makeProtocol();
  udp_prot = makeProtocol();
  raw_prot = makeProtocol();
  for (let field = ACCEPT; field <= SHUTDOWN; field += SHUTDOWN - ACCEPT) {
    put(udp_prot + field, 0);
    put(raw_prot + field, 0);
  }
  put(raw_prot + CONNECT, 0);
  put(udp_prot + RCV, 1);
  tcp_statistics = staticData(48);
}

function makeProtocol(): u32 {
  const at = staticData(PROTO);
  for (let field: u32 = 0; field < MAX_HEADER; field += 4) put(at + field, 1);
  poke<u16>(at + MAX_HEADER - PAGE_OFFSET, 128);
  return at;
}

function put(address: u32, value: u32): void {
  poke<u32>(address - PAGE_OFFSET, value);
}

/** Address of prot->sock_array[slot]. */
export function slotOf(prot: proto, slot: u32): u32 {
  return <u32>changetype<usize>(prot) + SOCK_ARRAY + slot * 4;
}

/** tcp_statistics.field += amount: a read-modify-write. */
export function count(field: u32, amount: i32 = 1): void {
  st<u32>(tcp_statistics, field, ld<u32>(tcp_statistics, field) + amount);
}

/** A counter, free of charge. */
export function counted(field: u32): u32 {
  return peek<u32>(tcp_statistics + field - PAGE_OFFSET);
}

/** First sock of a slot, and how many the protocol has, free of charge. */
export function firstSock(prot: u32, slot: u32): u32 {
  return peek<u32>(prot + SOCK_ARRAY + slot * 4 - PAGE_OFFSET);
}

export function socksOf(prot: u32): u32 {
  return peek<u32>(prot + INUSE - PAGE_OFFSET);
}
