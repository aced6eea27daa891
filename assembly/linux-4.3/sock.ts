// net/core/sock.c, include/net/sock.h of Linux 4.3.
// Left out: socket filters, security, modules' reference counts, IPsec policies, sleeping in lock_sock (nobody else
// owns a socket here: one process).
export * from "../linux/sock";
export * from "./sock_3_6";
export * from "./sock_4x";
export * from "./sock_before_4_14";
export * from "./sock_to_4_3";

import {
  callbackLockOf,
  MAX_SCHEDULE_TIMEOUT,
  refcntOf,
  SOCK_ZAPPED,
  skb_queue_head_init,
  sock_set_flag,
} from "../linux/sock";
import { exec, st } from "../machine/cpu";
import { atomic_set } from "./atomic";
import { GFP_KERNEL } from "./gfp";
import { read, sysctl_tcp_rmem, sysctl_tcp_wmem } from "./percpu";
import { codeOf } from "./protocols";
import { dstLockOf } from "./sock_before_4_14";
import { rwlock_init, spin_lock_init } from "./spinlock";
import { socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { TCP_CLOSE } from "./tcp_states";
import { init_timer } from "./timer";

export const REFCNT: u32 = 92; // offsetof(struct sock_common, skc_refcnt)

export const DST_LOCK: u32 = 200; // offsetof(struct sock, sk_dst_lock)

export const CALLBACK_LOCK: u32 = 308; // offsetof(struct sock, sk_callback_lock)

// ---- Fields and counts: inlined

export const DST_CACHE: u32 = 196; // offsetof(struct sock, sk_dst_cache)

// ---- Making and freeing

/** Offset of sk_node.next. */
export const NODE_NEXT: u32 = 80; // offsetof(struct sock_common, skc_node)

export const WMEM_ALLOC: u32 = 204; // offsetof(struct sock, sk_wmem_alloc)

export function sock_init_data(sock: u32, sk: tcp_sock): void {
  exec(map.sock_init_data);
  skb_queue_head_init(sk.sk_receive_queue);
  skb_queue_head_init(sk.sk_write_queue);
  skb_queue_head_init(sk.sk_error_queue);
  sk.sk_send_head = 0;
  init_timer(sk.sk_timer);
  sk.sk_allocation = GFP_KERNEL;
  sk.sk_rcvbuf = read(sysctl_tcp_rmem);
  sk.sk_sndbuf = read(sysctl_tcp_wmem);
  sk.sk_state = TCP_CLOSE;
  sk.sk_socket = sock;
  sock_set_flag(sk, SOCK_ZAPPED);
  if (sock != 0) {
    const s = changetype<socket>(sock);
    sk.sk_type = s.type;
    sk.sk_wq = s.wq;
    s.sk = changetype<usize>(sk);
  } else {
    sk.sk_wq = 0;
  }
  spin_lock_init(dstLockOf(sk));
  rwlock_init(callbackLockOf(sk));
  sk.sk_state_change = codeOf(map.sock_def_wakeup);
  sk.sk_data_ready = codeOf(map.sock_def_readable);
  sk.sk_write_space = codeOf(map.sock_def_write_space);
  sk.sk_error_report = codeOf(map.sock_def_error_report);
  sk.sk_destruct = codeOf(map.sock_def_destruct);
  st<u32>(changetype<usize>(sk), FRAG, 0); // sk_frag.page, offset
  st<u32>(changetype<usize>(sk), FRAG + 4, 0);
  sk.sk_peek_off = -1;
  sk.sk_peer_pid = 0;
  sk.sk_peer_cred = 0;
  sk.sk_write_pending = 0;
  sk.sk_rcvlowat = 1;
  sk.sk_rcvtimeo = MAX_SCHEDULE_TIMEOUT;
  sk.sk_sndtimeo = MAX_SCHEDULE_TIMEOUT;
  atomic_set(refcntOf(sk), 1);
}

const FRAG: u32 = 404; // offsetof(struct sock, sk_frag)

export const DONTCOPY_BEGIN: u32 = 80; // offsetof(struct sock_common, skc_dontcopy_begin)

export const DONTCOPY_END: u32 = 96; // offsetof(struct sock_common, skc_dontcopy_end)
