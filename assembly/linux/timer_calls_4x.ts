// Which function a timer calls in 4.3 and 4.14: a timer_list holds its address, here it is found by it. Free of charge.
import { trap } from "../machine/trap";
import { callDeathRow } from "./death_row";
import { reqsk_timer_handler } from "./inet_connection_sock";
import { codeOf } from "./protocols";
import * as map from "./system_map";
import { tcp_write_timer } from "./tcp_retransmit";
import { tcp_keepalive_timer } from "./tcp_timer";

export function callTimer(handler: u32, data: u32): void {
  if (handler == codeOf(map.reqsk_timer_handler)) reqsk_timer_handler(data);
  else if (handler == codeOf(map.tcp_keepalive_timer)) tcp_keepalive_timer(data);
  else if (handler == codeOf(map.tcp_write_timer)) tcp_write_timer(data);
  else if (!callDeathRow(handler, data)) trap();
}
