// View.audit of abi.ts: what ought never to be. A word for each fault: the address of what is wrong. Free of charge.
import { viewWord } from "../abi";
import { peek } from "../machine/ram";
import { SOCK_ARRAY_SIZE } from "./config";
import { areaOrder, blocksInUse, firstFree, freeCount, freeListed, nextArea, ORDERS } from "./kmalloc";
import { PAGE_OFFSET } from "./memory_map";
import { firstSock, raw_prot, socksOf, tcp_prot, udp_prot } from "./proto";
import { timer_head } from "./sched";
import { net_skbcount } from "./skbuff";
import { queuedBytes } from "./sock";
import { TCP_LISTEN } from "./tcp_states";

const NUM: u32 = 180; // offsetof(struct sock, num)
const NEXT: u32 = 72; // offsetof(struct sock, next)
const INUSE: u32 = 48; // offsetof(struct sock, inuse)
const BLOG: u32 = 52; // offsetof(struct sock, blog)
const STATE: u32 = 209; // offsetof(struct sock, state)
const ACK_BACKLOG: u32 = 210; // offsetof(struct sock, ack_backlog)
const MAX_ACK_BACKLOG: u32 = 211; // offsetof(struct sock, max_ack_backlog)
const RMEM_ALLOC: u32 = 8; // offsetof(struct sock, rmem_alloc)
const WMEM_ALLOC: u32 = 4; // offsetof(struct sock, wmem_alloc)
const SEND_HEAD: u32 = 84; // offsetof(struct sock, send_head)
const BACK_LOG: u32 = 92; // offsetof(struct sock, back_log)
const WRITE_QUEUE: u32 = 128; // offsetof(struct sock, write_queue)
const RECEIVE_QUEUE: u32 = 136; // offsetof(struct sock, receive_queue)
const EXPIRES: u32 = 8; // offsetof(struct timer_list, expires)
const LINK3: u32 = 8; // offsetof(struct sk_buff, link3)
const SK_OF_SKB: u32 = 12; // offsetof(struct sk_buff, sk)
const MEM_LEN: u32 = 44; // offsetof(struct sk_buff, mem_len)
/** More than so many faults are not shown; longer lists are taken for rings. */
const MOST: i32 = 1000;
const LONGEST: u32 = 200000;

let faults: i32 = 0;
let buffers: u32 = 0;

function at<T>(address: u32): T {
  return peek<T>(address - PAGE_OFFSET);
}

function fault(address: u32): void {
  if (faults < MOST) viewWord(faults++, address);
}

/** The words written: none for a sound kernel. */
export function audit(): i32 {
  faults = 0;
  buffers = 0;
  auditProtocol(tcp_prot);
  auditProtocol(udp_prot);
  auditProtocol(raw_prot);
  auditTimers();
  for (let order: u32 = 0; order < ORDERS; order++) auditOrder(order);
  // Every buffer of a socket that is in the table; those of dying ones are beyond it.
  if (buffers > at<u32>(net_skbcount)) fault(net_skbcount);
  return faults;
}

function auditProtocol(prot: u32): void {
  let socks: u32 = 0;
  for (let slot: u32 = 0; slot < SOCK_ARRAY_SIZE; slot++) {
    for (let sk = firstSock(prot, slot); sk != 0; sk = at<u32>(sk + NEXT)) {
      if (++socks > LONGEST) {
        fault(sk);
        return;
      }
      if ((at<u16>(sk + NUM) & (SOCK_ARRAY_SIZE - 1)) != slot) fault(sk);
      auditSock(sk);
    }
  }
  if (socks != socksOf(prot)) fault(prot);
}

function auditSock(sk: u32): void {
  if (at<u8>(sk + INUSE) != 0 || at<u8>(sk + BLOG) != 0) fault(sk + INUSE);
  if (length(sk + BACK_LOG) != 0) fault(sk + BACK_LOG);
  const queued = length(sk + RECEIVE_QUEUE);
  buffers += queued;
  if (at<u8>(sk + STATE) == TCP_LISTEN) {
    if (queued != at<u8>(sk + ACK_BACKLOG)) fault(sk + ACK_BACKLOG);
    // A smaller backlog set later leaves what was queued before; 128 is the most ever.
    if (queued > 128) fault(sk + MAX_ACK_BACKLOG);
    if (at<u32>(sk + RMEM_ALLOC) != 0) fault(sk + RMEM_ALLOC);
    auditChildren(sk + RECEIVE_QUEUE);
  }
  let sending: u32 = 0;
  let number: u32 = 0;
  for (let skb = at<u32>(sk + SEND_HEAD); skb != 0 && number++ < LONGEST; skb = at<u32>(skb + LINK3)) {
    sending += at<u32>(skb + MEM_LEN);
    buffers++;
  }
  buffers += length(sk + WRITE_QUEUE);
  sending += queuedBytes(sk + WRITE_QUEUE, sk);
  if (sending != at<u32>(sk + WMEM_ALLOC)) fault(sk + WMEM_ALLOC);
}

/** A connection that waits is charged with its SYN and what it received. */
function auditChildren(head: u32): void {
  for (let skb = at<u32>(head); skb != head; skb = at<u32>(skb)) {
    const child = at<u32>(skb + SK_OF_SKB);
    const received = queuedBytes(child + RECEIVE_QUEUE, child);
    if (at<u32>(child + RMEM_ALLOC) != received + at<u32>(skb + MEM_LEN)) fault(child + RMEM_ALLOC);
  }
}

/** Entries of a queue; links that do not fit are faults. */
function length(head: u32): u32 {
  let number: u32 = 0;
  let before = head;
  for (let skb = at<u32>(head); skb != head; skb = at<u32>(skb)) {
    if (at<u32>(skb + 4) != before || ++number > LONGEST) {
      fault(skb);
      return number;
    }
    before = skb;
  }
  return number;
}

function auditTimers(): void {
  let before = timer_head;
  let time: u32 = 0;
  for (let timer = at<u32>(timer_head); timer != timer_head; timer = at<u32>(timer)) {
    const expires = at<u32>(timer + EXPIRES);
    if (expires < time || at<u32>(timer + 4) != before) {
      fault(timer);
      return;
    }
    before = timer;
    time = expires;
  }
}

function auditOrder(order: u32): void {
  if (<i32>blocksInUse(order) < 0) fault(order);
  if (areaOrder(order) != 0) return;
  for (let area = firstFree(order); area != 0; area = nextArea(area)) {
    if (freeCount(area) == 0 || freeCount(area) != freeListed(area)) fault(area);
  }
}
