// net/ipv4/tcp_minisocks.c of 2.6.20 to 4.3: the first segment of a new connection.
import { exec } from "../machine/cpu";
import { trap } from "../machine/trap";
import { headerOf } from "./skbuff";
import { sock_def_readable, sock_owned_by_user, sock_put } from "./sock";
import { spin_unlock } from "./spinlock";
import { sk_buff, tcp_sock } from "./structs";
import * as map from "./system_map";
import { tcp_rcv_state_process } from "./tcp_input";
import { TCP_SYN_RECV } from "./tcp_states";

/** Gives the segment that completed the handshake to the child, which is locked and held. */
export function tcp_child_process(parent: tcp_sock, child: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_child_process);
  const state = child.sk_state;
  let ret = 0;
  if (!sock_owned_by_user(child)) {
    ret = tcp_rcv_state_process(child, skb, headerOf(skb), skb.len);
    if (state == TCP_SYN_RECV && child.sk_state != state) {
      parent.sk_data_ready;
      sock_def_readable(parent);
    }
  } else {
    // The child is owned by a process: sk_add_backlog(). The steps of many CPUs will come here.
    trap();
  }
  spin_unlock(changetype<usize>(child.sk_lock));
  sock_put(child);
  return ret;
}
