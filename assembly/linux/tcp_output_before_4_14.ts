// net/ipv4/tcp_output.c: what 2.6.20, 3.6.5 and 4.3 word alike.
import { measured } from "../machine/cpu";
import { ACK } from "../wire";
import { tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_select_window } from "./tcp_receive";
import { transmitFrom } from "./transmit";

/** Sends a bare ACK: a measured block. */
export function tcp_send_ack(sk: tcp_sock): void {
  measured(map.tcp_send_ack);
  tcp_select_window(sk);
  transmitFrom(changetype<usize>(sk), ACK, sk.snd_nxt, sk.rcv_nxt);
}
