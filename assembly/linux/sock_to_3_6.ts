// net/core/sock.c, include/net/sock.h: what 2.6.20 and 3.6.5 word alike.
import { exec } from "../machine/cpu";
import { sock_put } from "./sock";
import { tcp_sock, timer_list } from "./structs";
import * as map from "./system_map";
import { del_timer } from "./timer";

export function sk_stop_timer(sk: tcp_sock, timer: timer_list): void {
  exec(map.sk_stop_timer);
  if (timer.entry.next != 0 && del_timer(timer)) sock_put(sk);
}
