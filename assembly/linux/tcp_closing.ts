// net/ipv4/tcp_input.c (tcp_rcv_state_process, tcp_fin), tcp.c (tcp_close), tcp_timer.c (tcp_keepalive_timer): the states
// behind ESTABLISHED, as 2.6.20 to 4.14 word them alike. Inlined in those functions: the instructions are in their rows.
import { ld } from "../machine/cpu";
import { TCP_TIMEWAIT_LEN } from "./death_row";
import { inet_csk_reset_keepalive_timer } from "./inet_connection_sock";
import { countOrphan, orphans } from "./orphans";
import { __kfree_skb, CB_END_SEQ, CB_SEQ } from "./skbuff";
import { SOCK_DEAD, sock_def_wakeup } from "./sock";
import { sk_buff, tcp_sock, tcphdr } from "./structs";
import { tcp_send_active_reset, tcp_set_state } from "./tcp";
import { after, before, TH_FIN, tcp_done, tcp_reset } from "./tcp_input";
import { tooManyOrphans } from "./tcp_retransmit";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_TIME_WAIT,
} from "./tcp_states";
import { tcp_fin_time, tcp_time_wait } from "./tcp_timewait";

const RCV_SHUTDOWN: u8 = 1;
const SEND_SHUTDOWN: u8 = 2;

export const enum Closing {
  /** The segment is done with, and freed. */
  done = 0,
  /** The caller answers with a reset, and frees it. */
  reset = 1,
  /** It goes on, to the queue of data. */
  queue = 2,
  /** It goes on, but its data is too late. */
  ignore = 3,
}

/** What an acknowledgement does with a connection in `state`, and whether the segment's data is wanted. */
export function closing(sk: tcp_sock, skb: sk_buff, th: tcphdr, state: u8): Closing {
  if (state == TCP_FIN_WAIT1 || state == TCP_CLOSING || state == TCP_LAST_ACK) {
    const acked = sk.snd_una == sk.write_seq;
    if (acked && state == TCP_FIN_WAIT1) {
      const verdict = finAcknowledged(sk, skb, th);
      if (verdict != Closing.queue) return verdict;
    } else if (acked) {
      if (state == TCP_CLOSING) tcp_time_wait(sk, TCP_TIME_WAIT, 0);
      else tcp_done(sk);
      __kfree_skb(skb);
      return Closing.done;
    }
  }
  const cb = changetype<usize>(skb);
  const seq = ld<u32>(cb, CB_SEQ);
  const late = state == TCP_CLOSE_WAIT || state == TCP_CLOSING || state == TCP_LAST_ACK;
  if (late && !before(seq, sk.rcv_nxt)) return Closing.ignore;
  const finWait = state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2;
  if ((late || finWait) && (sk.sk_shutdown_bits & RCV_SHUTDOWN) != 0 && newData(sk, skb, th)) {
    tcp_reset(sk); // the process reads no more
    return Closing.reset;
  }
  return Closing.queue;
}

/** Whether the segment has data that did not come before. */
function newData(sk: tcp_sock, skb: sk_buff, th: tcphdr): bool {
  const cb = changetype<usize>(skb);
  const seq = ld<u32>(cb, CB_SEQ);
  const end_seq = ld<u32>(cb, CB_END_SEQ);
  return end_seq != seq && after(end_seq - (th.fin_bits & TH_FIN), sk.rcv_nxt);
}

/** FIN_WAIT1 becomes FIN_WAIT2; nobody waits for an orphan's peer longer than tcp_fin_timeout. */
function finAcknowledged(sk: tcp_sock, skb: sk_buff, th: tcphdr): Closing {
  tcp_set_state(sk, TCP_FIN_WAIT2);
  sk.sk_shutdown_bits = sk.sk_shutdown_bits | SEND_SHUTDOWN;
  sk.sk_dst_cache; // dst_confirm()
  if ((sk.sk_flags & SOCK_DEAD) == 0) {
    sk.sk_state_change;
    sock_def_wakeup(sk);
    return Closing.queue;
  }
  if (newData(sk, skb, th)) {
    tcp_done(sk);
    return Closing.reset;
  }
  const tmo = tcp_fin_time(sk);
  if (tmo > TCP_TIMEWAIT_LEN) {
    inet_csk_reset_keepalive_timer(sk, tmo - TCP_TIMEWAIT_LEN);
  } else if ((th.fin_bits & TH_FIN) != 0) {
    inet_csk_reset_keepalive_timer(sk, tmo);
  } else {
    tcp_time_wait(sk, TCP_FIN_WAIT2, tmo);
    __kfree_skb(skb);
    return Closing.done;
  }
  return Closing.queue;
}

/** The last part of tcp_close(): nobody has the socket any more; what of it must live on? True: nothing. */
export function orphaned(sk: tcp_sock): bool {
  countOrphan(sk, 1);
  if (sk.sk_state == TCP_FIN_WAIT2) {
    if (sk.linger2 < 0) {
      tcp_set_state(sk, TCP_CLOSE);
      tcp_send_active_reset(sk);
    } else {
      const tmo = tcp_fin_time(sk);
      if (tmo > TCP_TIMEWAIT_LEN) {
        inet_csk_reset_keepalive_timer(sk, tmo - TCP_TIMEWAIT_LEN);
      } else {
        tcp_time_wait(sk, TCP_FIN_WAIT2, tmo);
        return false; // tcp_done() has destroyed it
      }
    }
  }
  if (sk.sk_state != TCP_CLOSE && tooManyOrphans(sk, orphans(sk))) tcp_set_state(sk, TCP_CLOSE);
  return sk.sk_state == TCP_CLOSE;
}

/** tcp_keepalive_timer() of an orphan in FIN_WAIT2: the rest of its time it waits as a TIME_WAIT socket, or is given up. */
export function finWait2TimedOut(sk: tcp_sock): void {
  if (sk.sk_state != TCP_FIN_WAIT2 || (sk.sk_flags & SOCK_DEAD) == 0) return;
  if (sk.linger2 >= 0) {
    const tmo = <i32>(tcp_fin_time(sk) - TCP_TIMEWAIT_LEN);
    if (tmo > 0) {
      tcp_time_wait(sk, TCP_FIN_WAIT2, tmo);
      return;
    }
  }
  tcp_send_active_reset(sk);
  tcp_done(sk);
}
