// net/ipv4/tcp_timer.c: the keepalive timer, as 4.3 and 4.14 word it: of an orphan in FIN_WAIT2 the end of its
// waiting.
import { exec } from "../machine/cpu";
import { HZ } from "./config";
import { inet_csk_reset_keepalive_timer } from "./inet_connection_sock";
import { bh_lock_sock, bh_unlock_sock, sock_owned_by_user, sock_put } from "./sock";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { finWait2TimedOut } from "./tcp_closing";

/** A softirq; the timer's reference on the socket is the one that is put. */
export function tcp_keepalive_timer(data: u32): void {
  exec(map.tcp_keepalive_timer);
  const sk = changetype<tcp_sock>(data);
  bh_lock_sock(sk);
  if (sock_owned_by_user(sk)) inet_csk_reset_keepalive_timer(sk, HZ / 20);
  else finWait2TimedOut(sk);
  bh_unlock_sock(sk);
  sock_put(sk);
}
