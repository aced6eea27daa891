// net/ipv4/tcp_minisocks.c and tcp_ipv4.c: a connection becomes a TIME_WAIT socket, and what a segment for one does, as
// 2.6.20 to 4.14 word it alike. Left out: the short life of net.ipv4.tcp_tw_recycle, MD5 signatures.
import { Sysctl } from "../abi";
import { exec, ld, st } from "../machine/cpu";
import { decide, Outcome } from "../wire";
import { HZ } from "./config";
import { inet_twsk_deschedule, inet_twsk_schedule, TCP_TIMEWAIT_LEN, tw_count } from "./death_row";
import { __inet_twsk_hashdance, inet_twsk_alloc, inet_twsk_put } from "./inet_timewait_sock";
import { read } from "./percpu";
import { listenerFor } from "./ports";
import { CB_ACK_SEQ, CB_END_SEQ, CB_SEQ, CB_WHEN, headerOf, kfree_skb } from "./skbuff";
import { LINUX_MIB_PAWSESTABREJECTED, NET_INC_STATS_BH } from "./snmp";
import { now } from "./sock";
import { sk_buff, tcp_sock, tcp_timewait_sock, tcphdr } from "./structs";
import * as map from "./system_map";
import {
  after,
  before,
  resetStackOptions,
  TH_ACK,
  TH_FIN,
  TH_RST,
  TH_SYN,
  tcp_done,
  tcp_parse_options,
  tmp_opt,
} from "./tcp_input";
import { tcp_v4_send_ack, tcp_v4_send_reset } from "./tcp_ipv4";
import { tcp_in_window } from "./tcp_minisocks";
import { TCP_FIN_WAIT2, TCP_TIME_WAIT } from "./tcp_states";
import { variableOf } from "./tcp_sysctls";

/** tcp_fin_time(), inlined: how long an orphan waits for the peer's FIN. */
export function tcp_fin_time(sk: tcp_sock): u32 {
  const linger2 = sk.linger2;
  const fin_timeout: u32 = linger2 != 0 ? linger2 : read(variableOf(Sysctl.tcp_fin_timeout)) * HZ;
  const rto = sk.icsk_rto;
  return max(fin_timeout, (rto << 2) - (rto >> 1));
}

/** `sk` becomes a TIME_WAIT socket (`state` FIN_WAIT2: an orphan that waits for the FIN), for at least `wanted` jiffies. */
export function tcp_time_wait(sk: tcp_sock, state: u8, wanted: u32): void {
  exec(map.tcp_time_wait);
  if (<i32>tw_count() < read(variableOf(Sysctl.tcp_max_tw_buckets))) {
    const tw = inet_twsk_alloc(sk, state);
    if (changetype<usize>(tw) != 0) {
      const rto = sk.icsk_rto;
      let timeo = max(wanted, (rto << 2) - (rto >> 1));
      const rx_opt = sk.rx_opt;
      tw.tw_rcv_wscale = rx_opt.snd_wscale_bits >> 4;
      tw.tw_rcv_nxt = sk.rcv_nxt;
      tw.tw_snd_nxt = sk.snd_nxt;
      tw.tw_rcv_wnd = <u32>max<i32>(sk.rcv_wup + sk.rcv_wnd - sk.rcv_nxt, 0);
      tw.tw_ts_recent = rx_opt.ts_recent;
      tw.tw_ts_recent_stamp = rx_opt.ts_recent_stamp;
      __inet_twsk_hashdance(tw, sk);
      tw.tw_timeout = TCP_TIMEWAIT_LEN;
      if (state == TCP_TIME_WAIT) timeo = TCP_TIMEWAIT_LEN;
      inet_twsk_schedule(tw, timeo);
      inet_twsk_put(tw);
    }
  }
  tcp_done(sk);
}

const enum Verdict {
  success = 0,
  rst = 1,
  ack = 2,
  syn = 3,
}

/** What is to be done with a segment for a TIME_WAIT socket, whose reference is put unless it is ack. */
function tcp_timewait_state_process(tw: tcp_timewait_sock, skb: sk_buff, th: tcphdr): Verdict {
  exec(map.tcp_timewait_state_process);
  resetStackOptions();
  let paws_reject = false;
  if (th.res1_bits >> 4 > 5 && tw.tw_ts_recent_stamp != 0) {
    tcp_parse_options(skb, tmp_opt, false);
    if (tmp_opt.saw_tstamp) paws_reject = <i32>(tw.tw_ts_recent - tmp_opt.rcv_tsval) > 0;
  }
  const flags = th.fin_bits;
  const cb = changetype<usize>(skb);
  const seq = ld<u32>(cb, CB_SEQ);
  const end_seq = ld<u32>(cb, CB_END_SEQ);
  const rcv_nxt = tw.tw_rcv_nxt;
  const rst = (flags & TH_RST) != 0;

  if (tw.tw_substate == TCP_FIN_WAIT2) {
    if (paws_reject || !tcp_in_window(seq, end_seq, rcv_nxt, rcv_nxt + tw.tw_rcv_wnd)) {
      return rst ? dropped(tw) : Verdict.ack;
    }
    if (rst) return killed(tw, Verdict.success);
    if ((flags & TH_SYN) != 0 && !before(seq, rcv_nxt)) return killed(tw, Verdict.rst);
    if ((flags & TH_ACK) == 0 || !after(end_seq, rcv_nxt) || end_seq == seq) return dropped(tw);
    // Data that nobody can read any more.
    if ((flags & TH_FIN) == 0 || end_seq != rcv_nxt + 1) return killed(tw, Verdict.rst);
    tw.tw_substate = TCP_TIME_WAIT;
    tw.tw_rcv_nxt = end_seq;
    renew(tw);
    return Verdict.ack;
  }

  if (!paws_reject && seq == rcv_nxt && (seq == end_seq || rst)) {
    if (rst && read(variableOf(Sysctl.tcp_rfc1337)) == 0) return killed(tw, Verdict.success);
    renew(tw);
    return dropped(tw);
  }
  const newer = after(seq, rcv_nxt) || (tmp_opt.saw_tstamp && <i32>(tw.tw_ts_recent - tmp_opt.rcv_tsval) < 0);
  if ((flags & (TH_SYN | TH_RST | TH_ACK)) == TH_SYN && !paws_reject && newer) {
    const isn = tw.tw_snd_nxt + 65535 + 2;
    st<u32>(cb, CB_WHEN, isn != 0 ? isn : 1);
    return Verdict.syn;
  }
  if (paws_reject) NET_INC_STATS_BH(LINUX_MIB_PAWSESTABREJECTED);
  if (rst) return dropped(tw);
  if (paws_reject || (flags & TH_ACK) != 0) inet_twsk_schedule(tw, TCP_TIMEWAIT_LEN);
  return Verdict.ack;
}

/** Lives its time from now on; takes the segment's timestamp. Inlined. */
function renew(tw: tcp_timewait_sock): void {
  if (tmp_opt.saw_tstamp) {
    tw.tw_ts_recent = tmp_opt.rcv_tsval;
    tw.tw_ts_recent_stamp = now() / HZ;
  }
  inet_twsk_schedule(tw, TCP_TIMEWAIT_LEN);
}

function dropped(tw: tcp_timewait_sock): Verdict {
  inet_twsk_put(tw);
  return Verdict.success;
}

function killed(tw: tcp_timewait_sock, verdict: Verdict): Verdict {
  decide(Outcome.closed);
  inet_twsk_deschedule(tw);
  inet_twsk_put(tw);
  return verdict;
}

/**
 * The label do_time_wait of tcp_v4_rcv(): a segment found the TIME_WAIT socket `tw`, held. Returns the listener, held,
 * that takes a new connection in its place; null: the segment is done with, and freed.
 */
export function tcp_v4_time_wait(tw: tcp_timewait_sock, skb: sk_buff, dif: i32): tcp_sock {
  const th = headerOf(skb);
  let verdict = tcp_timewait_state_process(tw, skb, th);
  if (verdict == Verdict.syn) {
    const listener = listenerFor(skb, dif);
    if (changetype<usize>(listener) != 0) {
      inet_twsk_deschedule(tw);
      inet_twsk_put(tw);
      return listener;
    }
    verdict = Verdict.ack;
  }
  if (verdict == Verdict.ack) {
    ld<u32>(changetype<usize>(skb), CB_ACK_SEQ);
    tcp_v4_send_ack(skb, tw.tw_snd_nxt, tw.tw_rcv_nxt, tw.tw_rcv_wnd, tw.tw_ts_recent);
    inet_twsk_put(tw);
  } else if (verdict == Verdict.rst) {
    tcp_v4_send_reset(null, skb);
  }
  kfree_skb(skb);
  return changetype<tcp_sock>(0);
}
