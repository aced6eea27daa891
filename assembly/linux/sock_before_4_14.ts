// net/core/sock.c, include/net/sock.h: what 2.6.20, 3.6.5 and 4.3 word alike.
import { DST_LOCK, SHUTDOWN_MASK } from "./sock";
import { tcp_sock } from "./structs";

/** sk_shutdown is a bit field of two: the rest of its byte stays. */
export function set_sk_shutdown(sk: tcp_sock, how: u8): void {
  sk.sk_shutdown_bits = (sk.sk_shutdown_bits & ~SHUTDOWN_MASK) | how;
}

/** sk_userlocks: the byte's high four bits. */
export function sk_userlocks(sk: tcp_sock): u8 {
  return sk.sk_shutdown_bits >> 4;
}

export function set_sk_userlocks(sk: tcp_sock, locks: u8): void {
  sk.sk_shutdown_bits = (sk.sk_shutdown_bits & 0x0f) | (locks << 4);
}

export function dstLockOf(sk: tcp_sock): u32 {
  return changetype<usize>(sk) + DST_LOCK;
}
