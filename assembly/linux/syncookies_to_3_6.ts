// net/ipv4/syncookies.c: the clock of the cookies, and a cookie's child, as 2.6.20 and 3.6.5 word them.
import { HZ } from "./config";
import { jiffies, read } from "./percpu";
import { inet_csk_reqsk_queue_add, reqsk_free } from "./reqsk";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { tcp_v4_syn_recv_sock } from "./tcp_ipv4";

export function minutes(): u32 {
  return <u32>read(jiffies) / (HZ * 60);
}

/** Inlined. */
export function get_cookie_sock(sk: tcp_sock, skb: sk_buff, req: tcp_request_sock, dst: u32): tcp_sock {
  sk.icsk_af_ops;
  const child = tcp_v4_syn_recv_sock(sk, skb, req, dst);
  if (changetype<usize>(child) != 0) inet_csk_reqsk_queue_add(sk, req, child);
  else reqsk_free(req);
  return child;
}
