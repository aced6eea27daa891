// net/inet/sock.c of Linux 1.2.13: options, buffers, and what stands for a lock: sk->inuse, with a back_log of what came
// meanwhile.
import { Option, setValue } from "../abi";
import { exec } from "../machine/cpu";
import { peek } from "../machine/ram";
import { def_callback3 } from "./af_inet";
import { ENOPROTOOPT } from "./errno";
import { PAGE_OFFSET } from "./memory_map";
import { alloc_skb, kfree_skbmem, skb_dequeue } from "./skbuff";
import { proto, sk_buff, sk_buff_head, sock } from "./structs";
import { cli, restore_flags, save_flags } from "./system";
import * as map from "./system_map";
import { tcp_rcv } from "./tcp_input";
import { TCP_CLOSE } from "./tcp_states";
import { reset_timer, TCP_DONE_TIME, TIME_DONE } from "./timer";
import { verify_area } from "./user";

export const SHUTDOWN_MASK: u16 = 3;
export const RCV_SHUTDOWN: u16 = 1;
export const SEND_SHUTDOWN: u16 = 2;
export const MIN_WINDOW: i32 = 2048;
export const MAX_WINDOW: i32 = 16384;
/** Limits of SO_SNDBUF and SO_RCVBUF; SK_WMEM_MAX and SK_RMEM_MAX are the upper one. */
export const SK_MEM_MAX: i32 = 32767;
const SK_MEM_MIN: i32 = 256;

/** SOL_SOCKET alone; `second` is l_linger. */
export function sock_setsockopt(sk: sock, option: i32, value: i32, second: i32): i32 {
  exec(map.sock_setsockopt);
  verify_area();
  if (option == Option.reuseaddr) sk.reuse = value ? 1 : 0;
  else if (option == Option.keepalive) sk.keepopen = value ? 1 : 0;
  else if (option == Option.sndbuf) sk.sndbuf = <u16>max(min(value, SK_MEM_MAX), SK_MEM_MIN);
  else if (option == Option.rcvbuf) sk.rcvbuf = <u16>max(min(value, SK_MEM_MAX), SK_MEM_MIN);
  else if (option == Option.linger) {
    verify_area();
    if (value != 0) sk.lingertime = second;
    sk.linger = value != 0 ? 1 : 0;
  } else return -ENOPROTOOPT;
  return 0;
}

export function sock_getsockopt(sk: sock, option: i32): i32 {
  exec(map.sock_getsockopt);
  let value: i32 = 0;
  let second: i32 = 0;
  if (option == Option.reuseaddr) value = sk.reuse;
  else if (option == Option.keepalive) value = sk.keepopen;
  else if (option == Option.sndbuf) value = sk.sndbuf;
  else if (option == Option.rcvbuf) value = sk.rcvbuf;
  else if (option == Option.type) value = sk.type;
  else if (option == Option.linger) {
    value = sk.linger;
    second = sk.lingertime;
  } else if (option == Option.error) {
    value = sk.err;
    sk.err = 0;
  } else return -ENOPROTOOPT;
  verify_area();
  verify_area();
  setValue(value, second);
  return 0;
}

/** A buffer to send; without `force` no more than SO_SNDBUF. 0: there is none. */
export function sock_wmalloc(sk: sock, size: u32, force: bool): u32 {
  exec(map.sock_wmalloc);
  if (changetype<usize>(sk) == 0) return alloc_skb(size);
  if (sk.wmem_alloc + size >= <u32>sk.sndbuf && !force) return 0;
  const skb = alloc_skb(size);
  if (skb == 0) return 0;
  save_flags();
  cli();
  sk.wmem_alloc = sk.wmem_alloc + changetype<sk_buff>(skb).mem_len;
  restore_flags();
  return skb;
}

/** How much may be announced as the window. */
export function sock_rspace(sk: sock): i32 {
  exec(map.sock_rspace);
  const used = <i32>sk.rmem_alloc;
  const limit = <i32>sk.rcvbuf;
  if (used >= limit - 2 * MIN_WINDOW) return 0;
  return max(min((limit - used) / 2 - MIN_WINDOW, MAX_WINDOW), 0);
}

export function sock_wspace(sk: sock): i32 {
  exec(map.sock_wspace);
  if (sk.shutdown & SEND_SHUTDOWN) return 0;
  const used = sk.wmem_alloc;
  const limit = <u32>sk.sndbuf;
  return used >= limit ? 0 : limit - used;
}

export function sock_wfree(sk: sock, skb: sk_buff, size: u32): void {
  exec(map.sock_wfree);
  kfree_skbmem(skb, size);
  if (changetype<usize>(sk) == 0) return;
  save_flags();
  cli();
  sk.wmem_alloc = sk.wmem_alloc - size;
  restore_flags();
  if (sk.dead == 0) {
    sk.write_space;
    def_callback3(sk);
  }
}

export function sock_rfree(sk: sock, skb: sk_buff, size: u32): void {
  exec(map.sock_rfree);
  kfree_skbmem(skb, size);
  save_flags();
  cli();
  sk.rmem_alloc = sk.rmem_alloc - size;
  restore_flags();
}

/** Ends the use of a socket: takes what came meanwhile, and lets a dead one die soon. */
export function release_sock(sk: sock): void {
  exec(map.release_sock);
  sk.prot;
  save_flags();
  cli();
  if (sk.blog != 0) {
    restore_flags();
    return;
  }
  sk.blog = 1;
  sk.inuse = 1;
  restore_flags();
  for (let at = skb_dequeue(sk.back_log); at != 0; at = skb_dequeue(sk.back_log)) {
    sk.blog = 1;
    if (changetype<proto>(sk.prot).rcv != 0) tcp_rcv(changetype<sk_buff>(at), true);
  }
  sk.blog = 0;
  sk.inuse = 0;
  if (sk.dead != 0 && sk.state == TCP_CLOSE) reset_timer(sk, TIME_DONE, min(sk.rtt * 2, TCP_DONE_TIME));
}

/** Bytes of all buffers of a queue that belong to `sk`, free of charge. */
export function queuedBytes(head: u32, sk: u32): u32 {
  let bytes: u32 = 0;
  for (let at = peek<u32>(head - PAGE_OFFSET); at != head; at = peek<u32>(at - PAGE_OFFSET)) {
    if (peek<u32>(at + 12 - PAGE_OFFSET) == sk) bytes += peek<u32>(at + 44 - PAGE_OFFSET);
  }
  return bytes;
}

/** Address of a queue. */
export function queueOf(list: sk_buff_head): u32 {
  return <u32>changetype<usize>(list);
}
