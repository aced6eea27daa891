// net/inet/skbuff.c, skbuff.h of Linux 1.2.13: a struct sk_buff and its data are one block of kmalloc(). Left out: the
// checks of CONFIG_SKB_CHECK. The queue functions are inlined.
//
//   sk_buff (88) | link header (14) | IP header | TCP header | data
import { exec, ld, lineBytes, st } from "../machine/cpu";
import { deviceWrite } from "../machine/hierarchy";
import { peek, poke, ram } from "../machine/ram";
import { ACK, arriving, BARE, FIN, PSH, RST, SYN, URG } from "../wire";
import { kfree_s, kmalloc, takeBlock } from "./kmalloc";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { sock_rfree, sock_wfree } from "./sock";
import { proto, sk_buff, sk_buff_head, sock } from "./structs";
import { cli, restore_flags, save_flags } from "./system";
import * as map from "./system_map";

export const SK_BUFF: u32 = 88; // sizeof(struct sk_buff)
const H_TH: u32 = 36; // offsetof(struct sk_buff, h.th)
const IP_HDR: u32 = 40; // offsetof(struct sk_buff, ip_hdr)
const MEM_LEN: u32 = 44; // offsetof(struct sk_buff, mem_len)
const TRUESIZE: u32 = 60; // offsetof(struct sk_buff, truesize)
const FREE: u32 = 78; // offsetof(struct sk_buff, free)
export const SK_OF_SKB: u32 = 12; // offsetof(struct sk_buff, sk)
const DEV: u32 = 28; // offsetof(struct sk_buff, dev)
const MEM_ADDR: u32 = 32; // offsetof(struct sk_buff, mem_addr)
const LEN: u32 = 48; // offsetof(struct sk_buff, len)

/** Ethernet: what MAX_HEADER makes room for (18), and what ip_build_header() puts there. */
export const MAX_HEADER: u32 = 18;
export const LINK_HEADER: u32 = 14;
export const IP_HEADER: u32 = 20;
export const TCP_HEADER: u32 = 20;
/** The window that every peer announces. */
const PEER_WINDOW: u16 = 8192;
/** Smallest Ethernet frame without its checksum. */
const SHORTEST_FRAME: u32 = 60;

/** kfree_skb()'s second argument. */
export const FREE_READ: bool = true;
export const FREE_WRITE: bool = false;

// Addresses of static variables.
export let net_skbcount: u32 = 0;
let net_memory: u32 = 0;

export function bootSkbuff(): void {
  net_skbcount = staticData(4);
  net_memory = staticData(4);
}

export function alloc_skb(size: u32): u32 {
  exec(map.alloc_skb);
  const bytes = size + SK_BUFF;
  const at = kmalloc(bytes);
  if (at == 0) return 0;
  const skb = changetype<sk_buff>(at);
  skb.free = 2;
  skb.lock = 0;
  skb.pkt_type = 0;
  skb.truesize = bytes;
  skb.mem_len = bytes;
  skb.mem_addr = at;
  skb.fraglist = 0;
  skb.prev = 0;
  skb.next = 0;
  skb.link3 = 0;
  skb.sk = 0;
  skb.localroute = 0;
  save_flags();
  cli();
  st<u32>(net_memory, 0, ld<u32>(net_memory, 0) + bytes);
  st<u32>(net_skbcount, 0, ld<u32>(net_skbcount, 0) + 1);
  restore_flags();
  skb.users = 0;
  return at;
}

export function kfree_skbmem(skb: sk_buff, size: u32): void {
  exec(map.kfree_skbmem);
  save_flags();
  cli();
  kfree_s(<u32>changetype<usize>(skb), size);
  st<u32>(net_skbcount, 0, ld<u32>(net_skbcount, 0) - 1);
  st<u32>(net_memory, 0, ld<u32>(net_memory, 0) - size);
  restore_flags();
}

/** Frees it, and takes it from what its socket has: received (FREE_READ) or to send (FREE_WRITE). */
export function kfree_skb(skb: sk_buff, received: bool): void {
  exec(map.kfree_skb);
  if (skb.lock != 0) {
    skb.free = 3;
    return;
  }
  skb.free;
  skb.next;
  skb.prev;
  const sk = changetype<sock>(skb.sk);
  if (changetype<usize>(sk) == 0) {
    kfree_skbmem(skb, skb.mem_len);
    return;
  }
  const prot = changetype<proto>(sk.prot);
  if (received) {
    prot.rfree;
    sock_rfree(sk, skb, skb.mem_len);
  } else {
    prot.wfree;
    sock_wfree(sk, skb, skb.mem_len);
  }
}

// ---- Queues: inlined, each with interrupts off

export function skb_queue_head_init(list: sk_buff_head): void {
  const at = <u32>changetype<usize>(list);
  list.prev = at;
  list.next = at;
}

function insert(skb: sk_buff, before: u32, after: u32): void {
  const at = <u32>changetype<usize>(skb);
  skb.next = after;
  skb.prev = before;
  changetype<sk_buff>(before).next = at;
  changetype<sk_buff>(after).prev = at;
}

export function skb_queue_head(list: sk_buff_head, skb: sk_buff): void {
  save_flags();
  cli();
  insert(skb, <u32>changetype<usize>(list), list.next);
  restore_flags();
}

export function skb_queue_tail(list: sk_buff_head, skb: sk_buff): void {
  save_flags();
  cli();
  insert(skb, list.prev, <u32>changetype<usize>(list));
  restore_flags();
}

export function skb_append(old: sk_buff, skb: sk_buff): void {
  save_flags();
  cli();
  insert(skb, <u32>changetype<usize>(old), old.next);
  restore_flags();
}

export function skb_unlink(skb: sk_buff): void {
  save_flags();
  cli();
  const next = skb.next;
  const prev = skb.prev;
  if (next != 0 && prev != 0) {
    changetype<sk_buff>(next).prev = prev;
    changetype<sk_buff>(prev).next = next;
    skb.next = 0;
    skb.prev = 0;
  }
  restore_flags();
}

/** The first one, 0 if there is none. */
export function skb_peek(list: sk_buff_head): u32 {
  const first = list.next;
  return first == <u32>changetype<usize>(list) ? 0 : first;
}

/** Takes the first one out; 0 if there is none. */
export function skb_dequeue(list: sk_buff_head): u32 {
  save_flags();
  cli();
  const first = list.next;
  if (first == <u32>changetype<usize>(list)) {
    restore_flags();
    return 0;
  }
  const skb = changetype<sk_buff>(first);
  const next = skb.next;
  list.next = next;
  changetype<sk_buff>(next).prev = <u32>changetype<usize>(list);
  skb.next = 0;
  skb.prev = 0;
  restore_flags();
  return first;
}

export function skb_device_locked(skb: sk_buff): bool {
  exec(map.skb_device_locked);
  return skb.lock != 0;
}

// ---- The driver's side, free of charge

/** What a network card and its driver made of `arriving`: a struct sk_buff, 0 if there was no memory. */
export function driverSkb(device: u32): u32 {
  const flags = arriving.flags;
  const options: u32 = flags & SYN && !(flags & BARE) ? 4 : 0;
  const frame = max(LINK_HEADER + IP_HEADER + TCP_HEADER + options + arriving.length, SHORTEST_FRAME);
  const bytes = frame + SK_BUFF;
  // The largest packet that a device of 1,500 bytes takes; more is one that was never sent.
  if (bytes > 4000) return 0;
  const skb = takeBlock(bytes);
  if (skb == 0) return 0;
  const ip = skb + SK_BUFF + LINK_HEADER;
  const th = ip + IP_HEADER;
  memory.fill(ram + skb - PAGE_OFFSET, 0, SK_BUFF + LINK_HEADER + IP_HEADER + TCP_HEADER + options);
  put<u32>(skb + DEV, device);
  put<u32>(skb + MEM_ADDR, skb);
  put<u32>(skb + H_TH, th);
  put<u32>(skb + IP_HDR, ip);
  put<u32>(skb + MEM_LEN, bytes);
  put<u32>(skb + TRUESIZE, bytes);
  put<u32>(skb + LEN, TCP_HEADER + options + arriving.length);
  put<u8>(skb + FREE, 1);
  put<u32>(net_memory, peek<u32>(net_memory - PAGE_OFFSET) + bytes);
  put<u32>(net_skbcount, peek<u32>(net_skbcount - PAGE_OFFSET) + 1);

  put<u8>(ip, 0x45);
  put<u16>(ip + 2, bswap<u16>(<u16>(IP_HEADER + TCP_HEADER + options + arriving.length)));
  put<u8>(ip + 8, 64);
  put<u8>(ip + 9, 6);
  put<u32>(ip + 12, bswap<u32>(arriving.saddr));
  put<u32>(ip + 16, bswap<u32>(arriving.daddr));
  put<u16>(th, bswap<u16>(<u16>arriving.sport));
  put<u16>(th + 2, bswap<u16>(<u16>arriving.dport));
  put<u32>(th + 4, bswap<u32>(arriving.seq));
  put<u32>(th + 8, bswap<u32>(arriving.ack));
  put<u8>(th + 12, <u8>((TCP_HEADER + options) << 2));
  put<u8>(th + 13, <u8>(flags & (FIN | SYN | RST | PSH | ACK | URG)));
  put<u16>(th + 14, bswap<u16>(PEER_WINDOW));
  if (options) put<u32>(th + 20, 0xb4050402); // MSS 1460
  deviceWrite(ip - PAGE_OFFSET, IP_HEADER + TCP_HEADER + options, lineBytes());
  return skb;
}

function put<T>(at: u32, value: T): void {
  poke<T>(at - PAGE_OFFSET, value);
}
