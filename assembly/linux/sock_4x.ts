// net/core/sock.c, include/net/sock.h: what 4.3 and 4.14 word alike.
import { exec, lockedXchg } from "../machine/cpu";
import { VFS_INODE } from "./file";
import { codeOf } from "./protocols";
import { dst_release } from "./skbuff";
import { kfree, kmem_cache_free } from "./slab";
import { callbackLockOf, DST_CACHE, inet_sock_destruct, sock_put } from "./sock";
import { _raw_read_lock_bh, _raw_read_unlock_bh } from "./spinlock";
import { inode, proto, tcp_sock, timer_list } from "./structs";
import * as map from "./system_map";
import { del_timer } from "./timer";

export function sk_stop_timer(sk: tcp_sock, timer: timer_list): void {
  exec(map.sk_stop_timer);
  if (del_timer(timer)) sock_put(sk);
}

/** One xchg, no lock. */
export function sk_dst_reset(sk: tcp_sock): void {
  sk.sk_tx_queue_mapping = -1;
  dst_release(lockedXchg<u32>(changetype<usize>(sk) + DST_CACHE, 0));
}

/** sk_reuse, sk_reuseport and sk_ipv6only share a byte: bits 0-3, 4, 5. */
export function sk_reuse(sk: tcp_sock): u8 {
  return sk.sk_reuse_bits & 15;
}

export function set_sk_reuse(sk: tcp_sock, value: u8): void {
  sk.sk_reuse_bits = (sk.sk_reuse_bits & 0xf0) | value;
}

export function sk_reuseport(sk: tcp_sock): bool {
  return (sk.sk_reuse_bits & SK_REUSEPORT) != 0;
}

const SK_REUSEPORT: u8 = 16;

export function set_sk_reuseport(sk: tcp_sock, on: bool): void {
  const bits = sk.sk_reuse_bits;
  sk.sk_reuse_bits = on ? bits | SK_REUSEPORT : bits & ~SK_REUSEPORT;
}

/** ipv6_only_sock(): no pointer to follow any more. */
export function ipv6_only_sock(sk: tcp_sock): bool {
  return (sk.sk_reuse_bits & SK_IPV6ONLY) != 0;
}

const SK_IPV6ONLY: u8 = 32;

export function set_ipv6_only(sk: tcp_sock, on: bool): void {
  const bits = sk.sk_reuse_bits;
  sk.sk_reuse_bits = on ? bits | SK_IPV6ONLY : bits & ~SK_IPV6ONLY;
}

/** Whose a socket is: the user of its inode. */
export function sock_i_uid(sk: tcp_sock): u32 {
  exec(map.sock_i_uid);
  const lock = callbackLockOf(sk);
  _raw_read_lock_bh(lock);
  const sock = sk.sk_socket;
  const uid: u32 = sock != 0 ? changetype<inode>(sock + VFS_INODE).i_uid : 0;
  _raw_read_unlock_bh(lock);
  return uid;
}

export function __sk_free(sk: tcp_sock): void {
  exec(map.__sk_free);
  sk_destruct(sk);
}

function sk_destruct(sk: tcp_sock): void {
  exec(map.sk_destruct);
  if (sk.sk_destruct == codeOf(map.inet_sock_destruct)) inet_sock_destruct(sk);
  sk.sk_filter;
  sk.sk_flags;
  sk.sk_omem_alloc;
  sk.sk_peer_cred;
  sk.sk_peer_pid;
  const slab = changetype<proto>(sk.sk_prot_creator).slab;
  if (slab != 0) kmem_cache_free(slab, changetype<usize>(sk));
  else kfree(changetype<usize>(sk));
}
