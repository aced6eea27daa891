// What the host sees of a booted Linux 1.2.13 (abi.ts, View). Free of charge: everything is read with peek.
import { View, viewWord } from "../abi";
import { peek } from "../machine/ram";
import { audit } from "./audit";
import { SOCK_ARRAY_SIZE } from "./config";
import { areaOrder, blockBytes, blocksInUse, blocksPerArea, firstFree, freeCount, nextArea, ORDERS } from "./kmalloc";
import { PAGE_OFFSET } from "./memory_map";
import {
  counted,
  firstSock,
  TcpActiveOpens,
  TcpAttemptFails,
  TcpCurrEstab,
  TcpEstabResets,
  TcpInSegs,
  TcpOutSegs,
  TcpPassiveOpens,
  TcpRetransSegs,
  tcp_prot,
} from "./proto";
import { socketOf } from "./socket";
import { TCP_LISTEN, TCP_SYN_RECV } from "./tcp_states";

const SOCKET_DATA: u32 = 16; // offsetof(struct socket, data)
const NUM: u32 = 180; // offsetof(struct sock, num)
const NEXT: u32 = 72; // offsetof(struct sock, next)
const SADDR: u32 = 156; // offsetof(struct sock, saddr)
const STATE: u32 = 209; // offsetof(struct sock, state)
const ACK_BACKLOG: u32 = 210; // offsetof(struct sock, ack_backlog)
const MAX_ACK_BACKLOG: u32 = 211; // offsetof(struct sock, max_ack_backlog)
const RETRANSMITS: u32 = 124; // offsetof(struct sock, retransmits)
const RECEIVE_QUEUE: u32 = 136; // offsetof(struct sock, receive_queue)
const RMEM_ALLOC: u32 = 8; // offsetof(struct sock, rmem_alloc)
const WMEM_ALLOC: u32 = 4; // offsetof(struct sock, wmem_alloc)
const SK_OF_SKB: u32 = 12; // offsetof(struct sk_buff, sk)
/** Lists are shown up to this length. */
const SHOWN: u32 = 500;

function at<T>(address: u32): T {
  return peek<T>(address - PAGE_OFFSET);
}

/** Fills the view buffer; the words written. */
export function describe(what: i32, argument: i32): i32 {
  if (what == View.socket) return describeSocket(argument);
  if (what == View.bucket) return describeSlot(argument);
  if (what == View.netstat) return describeCounters();
  if (what == View.slab) return describeOrder(argument);
  if (what == View.memory) return describeMemory();
  if (what == View.states) return describeStates(argument);
  if (what == View.audit) return audit();
  if (what == View.bucketSocks) return describeSocks(argument);
  if (what == View.buckets) {
    viewWord(0, SOCK_ARRAY_SIZE);
    return 1;
  }
  return 0; // no vmalloc on this path
}

function describeSocket(fd: i32): i32 {
  for (let i = 0; i < 20; i++) viewWord(i, 0);
  const sock = socketOf(fd);
  const sk = sock == 0 ? 0 : at<u32>(sock + SOCKET_DATA);
  if (sk == 0) return 20;
  const state = at<u8>(sk + STATE);
  const port = at<u16>(sk + NUM);
  viewWord(0, 1);
  viewWord(1, state);
  viewWord(2, port);
  viewWord(3, bswap<u32>(at<u32>(sk + SADDR)));
  viewWord(4, port & (SOCK_ARRAY_SIZE - 1));
  viewWord(15, sk);
  if (state != TCP_LISTEN) {
    viewWord(16, at<u32>(sk + RMEM_ALLOC));
    viewWord(17, at<u32>(sk + WMEM_ALLOC));
    return 20;
  }
  const backlog = at<u8>(sk + ACK_BACKLOG);
  const most = at<u8>(sk + MAX_ACK_BACKLOG);
  viewWord(5, backlog);
  viewWord(6, most);
  let half: u32 = 0;
  let young: u32 = 0;
  const head = sk + RECEIVE_QUEUE;
  for (let skb = at<u32>(head); skb != head; skb = at<u32>(skb)) {
    const child = at<u32>(skb + SK_OF_SKB);
    if (at<u8>(child + STATE) != TCP_SYN_RECV) continue;
    half++;
    if (at<u32>(child + RETRANSMITS) == 0) young++;
  }
  viewWord(7, half);
  viewWord(8, young);
  viewWord(9, u32.MAX_VALUE); // no table
  // There is no tool that asks (ss came with 2.4): the queue and its limit, as later kernels tell it.
  viewWord(16, backlog);
  viewWord(17, most);
  viewWord(18, backlog);
  viewWord(19, most);
  return 20;
}

/** A list of tcp_prot.sock_array: listeners and all that share its ports. */
function describeSlot(slot: i32): i32 {
  let length: u32 = 0;
  for (let sk = firstSock(tcp_prot, <u32>slot & (SOCK_ARRAY_SIZE - 1)); sk != 0; sk = at<u32>(sk + NEXT)) {
    if (length < SHOWN) {
      viewWord(1 + length * 2, at<u16>(sk + NUM));
      viewWord(2 + length * 2, bswap<u32>(at<u32>(sk + SADDR)));
    }
    length++;
  }
  viewWord(0, length);
  return 1 + min<u32>(length, SHOWN) * 2;
}

function describeSocks(slot: i32): i32 {
  let length: u32 = 0;
  for (let sk = firstSock(tcp_prot, <u32>slot & (SOCK_ARRAY_SIZE - 1)); sk != 0; sk = at<u32>(sk + NEXT)) {
    if (length < SHOWN) viewWord(length++, sk);
  }
  return length;
}

/** In the order of src/counters.ts; this kernel has those of /proc/net/snmp alone, from ActiveOpens to RetransSegs. */
function describeCounters(): i32 {
  for (let i = 0; i < 23; i++) viewWord(i, u32.MAX_VALUE);
  viewWord(13, counted(TcpActiveOpens));
  viewWord(14, counted(TcpPassiveOpens));
  viewWord(15, counted(TcpAttemptFails));
  viewWord(16, counted(TcpEstabResets));
  viewWord(17, counted(TcpCurrEstab));
  viewWord(18, counted(TcpInSegs));
  viewWord(19, counted(TcpOutSegs));
  viewWord(20, counted(TcpRetransSegs));
  return 23;
}

/** kmalloc-SIZE: a block with its header of 8 bytes. */
function describeOrder(order: i32): i32 {
  if (<u32>order >= ORDERS) return 0;
  let free: u32 = 0;
  for (let area = firstFree(order); area != 0; area = nextArea(area)) free += freeCount(area);
  viewWord(0, blocksInUse(order));
  viewWord(1, blocksInUse(order) + free);
  viewWord(2, blockBytes(order) - 8);
  viewWord(3, blockBytes(order));
  viewWord(4, blocksPerArea(order));
  viewWord(5, 1 << areaOrder(order));
  return 6 + writeName(blockBytes(order), 6);
}

let word: u32 = 0;
let letters: u32 = 0;
let written: i32 = 0;

function letter(code: u32): void {
  word |= code << (letters * 8);
  if (++letters < 4) return;
  viewWord(written++, word);
  word = letters = 0;
}

function digits(value: u32): void {
  if (value >= 10) digits(value / 10);
  letter(48 + (value % 10));
}

/** Writes kmalloc-SIZE as words from `from` on; returns how many. */
function writeName(bytes: u32, from: i32): i32 {
  written = from;
  word = letters = 0;
  for (let i: usize = 0; i < 8; i++) letter(load<u8>(NAME + i));
  digits(bytes);
  letter(0);
  while (letters != 0) letter(0);
  return written - from;
}

/** "kmalloc-" */
const NAME: usize = memory.data<u8>([107, 109, 97, 108, 108, 111, 99, 45]);

/** Everything comes from kmalloc(): bytes asked for. */
function describeMemory(): i32 {
  let bytes: u32 = 0;
  for (let order: u32 = 0; order < ORDERS; order++) bytes += blocksInUse(order) * blockBytes(order);
  viewWord(0, bytes);
  viewWord(1, 0);
  viewWord(2, 0);
  return 3;
}

function describeStates(port: i32): i32 {
  for (let i = 0; i < 13; i++) viewWord(i, 0);
  for (let state: i32 = 1; state < 13; state++) {
    let number: u32 = 0;
    for (let slot: u32 = 0; slot < SOCK_ARRAY_SIZE; slot++) {
      for (let sk = firstSock(tcp_prot, slot); sk != 0; sk = at<u32>(sk + NEXT)) {
        if (at<u8>(sk + STATE) == <u8>state && (port == 0 || at<u16>(sk + NUM) == <u16>port)) number++;
      }
    }
    viewWord(state, number);
  }
  return 13;
}
