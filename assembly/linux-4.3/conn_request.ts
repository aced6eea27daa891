// net/ipv4/tcp_input.c of Linux 4.3: what a listener does with a SYN, whether IPv4 or IPv6 (tcp_conn_request).
// Left out: Fast Open, PAWS for recycled TIME_WAIT (tcp_tw_recycle is off), security, the message about SYN flooding.
import { exec, ld } from "../machine/cpu";
import { decide, Outcome } from "../wire";
import { inet_csk_reqsk_queue_hash_add } from "./inet_connection_sock";
import { jiffies, read, sysctl_max_syn_backlog, sysctl_tcp_syncookies } from "./percpu";
import {
  inet_csk_reqsk_queue_is_full,
  inet_csk_reqsk_queue_len,
  inet_csk_reqsk_queue_young,
  listenOptOf,
  reqsk_alloc,
  reqsk_free,
  set_cookie_ts,
} from "./reqsk";
import { CB_SEQ, CB_WHEN, headerOf } from "./skbuff";
import {
  LINUX_MIB_LISTENDROPS,
  LINUX_MIB_LISTENOVERFLOWS,
  LINUX_MIB_TCPREQQFULLDOCOOKIES,
  LINUX_MIB_TCPREQQFULLDROP,
  NET_INC_STATS_BH,
} from "./snmp";
import { sk_acceptq_is_full } from "./sock";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { cookie_v4_init_sequence } from "./syncookies";
import * as map from "./system_map";
import { resetStackOptions, tcp_clear_options, tcp_parse_options, tmp_opt } from "./tcp_input";
import {
  ECN_OK,
  SACK_OK,
  TSTAMP_OK,
  tcp_v4_init_req,
  tcp_v4_init_sequence,
  tcp_v4_route_req,
  tcp_v4_send_synack,
  WSCALE_OK,
} from "./tcp_ipv4";
import { tcp_openreq_init_rwin } from "./tcp_minisocks";
import { TCP_NEW_SYN_RECV } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";

/** The label drop. */
function drop(): i32 {
  NET_INC_STATS_BH(LINUX_MIB_LISTENDROPS);
  return 0;
}

/** The label drop_and_free: where a request that was answered with a cookie ends, too, and counts as dropped. */
function dropAndFree(req: tcp_request_sock): i32 {
  reqsk_free(req);
  return drop();
}

export function tcp_conn_request(sk: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_conn_request);
  let isn = ld<u32>(changetype<usize>(skb), CB_WHEN);
  let want_cookie = false;
  if ((read(sysctl_tcp_syncookies) == 2 || inet_csk_reqsk_queue_is_full(sk)) && isn == 0) {
    want_cookie = tcp_syn_flood_action(sk);
    if (!want_cookie) return drop();
  }
  if (sk_acceptq_is_full(sk) && inet_csk_reqsk_queue_young(sk) > 1) {
    NET_INC_STATS_BH(LINUX_MIB_LISTENOVERFLOWS);
    return drop();
  }

  exec(map.tcp_conn_request_answer);
  const at = inet_reqsk_alloc(sk);
  if (at == 0) return drop();
  const req = changetype<tcp_request_sock>(at);
  req.af_specific = 0;

  resetStackOptions();
  tmp_opt.mss_clamp = 536;
  tmp_opt.user_mss = sk.rx_opt.user_mss;
  tcp_parse_options(skb, tmp_opt, false);
  if (want_cookie && !tmp_opt.saw_tstamp) tcp_clear_options(tmp_opt);
  tmp_opt.tstamp_ok = tmp_opt.saw_tstamp;
  tcp_openreq_init(req, skb);
  req.ir_iif = sk.sk_bound_dev_if;
  tcp_v4_init_req(req, sk, skb);

  if (!want_cookie && isn == 0) {
    const backlog = read(sysctl_max_syn_backlog);
    // The last quarter of the global limit is for peers that are known to be alive; none is known here.
    if (read(sysctl_tcp_syncookies) == 0 && backlog - inet_csk_reqsk_queue_len(sk) < backlog >> 2) {
      return dropAndFree(req);
    }
    isn = tcp_v4_init_sequence(skb);
  }
  const dst = tcp_v4_route_req(sk, req);
  headerOf(skb).fin_bits; // tcp_ecn_create_request()
  if (want_cookie) {
    isn = cookie_v4_init_sequence(sk, skb, req);
    set_cookie_ts(req, tmp_opt.tstamp_ok);
    if (!tmp_opt.tstamp_ok) req.tstamp_ok_bits = req.tstamp_ok_bits & ~ECN_OK;
  }
  req.snt_isn = isn;
  tcp_openreq_init_rwin(req, sk, dst);
  const err = tcp_v4_send_synack(sk, req, dst);
  if (want_cookie) decide(Outcome.cookie);
  if (err != 0 || want_cookie) return dropAndFree(req);
  req.tfo_listener = 0;
  inet_csk_reqsk_queue_hash_add(sk, req, TCP_TIMEOUT_INIT);
  decide(Outcome.synack);
  return 0;
}

/** Inlined: whether to answer with a cookie. The message that it prints, once a listener, is left out. */
function tcp_syn_flood_action(sk: tcp_sock): bool {
  const syncookies = read(sysctl_tcp_syncookies);
  NET_INC_STATS_BH(syncookies != 0 ? LINUX_MIB_TCPREQQFULLDOCOOKIES : LINUX_MIB_TCPREQQFULLDROP);
  const lopt = listenOptOf(sk);
  if (lopt.synflood_warned == 0 && syncookies != 2) lopt.synflood_warned = 1;
  return syncookies != 0;
}

/** A request of a listener, or 0. */
export function inet_reqsk_alloc(sk_listener: tcp_sock): u32 {
  exec(map.inet_reqsk_alloc);
  const at = reqsk_alloc(sk_listener);
  if (at == 0) return 0;
  const req = changetype<tcp_request_sock>(at);
  req.opt = 0;
  req.ireq_state = TCP_NEW_SYN_RECV;
  req.ireq_family = sk_listener.sk_family;
  return at;
}

/** Inlined: takes what the SYN says into a request. */
function tcp_openreq_init(req: tcp_request_sock, skb: sk_buff): void {
  req.rcv_wnd = 0;
  set_cookie_ts(req, false);
  const seq = ld<u32>(changetype<usize>(skb), CB_SEQ);
  req.rcv_isn = seq;
  req.rcv_nxt = seq + 1;
  req.snt_synack = read(jiffies);
  req.last_oow_ack_time = 0;
  req.mss = tmp_opt.mss_clamp;
  req.ts_recent = tmp_opt.saw_tstamp ? tmp_opt.rcv_tsval : 0;
  req.snd_wscale_bits = (req.snd_wscale_bits & 0xf0) | tmp_opt.snd_wscale;
  req.tstamp_ok_bits =
    (tmp_opt.tstamp_ok ? TSTAMP_OK : 0) | (tmp_opt.sack_ok ? SACK_OK : 0) | (tmp_opt.wscale_ok ? WSCALE_OK : 0);
  const th = headerOf(skb);
  req.ir_rmt_port = th.source;
  req.ir_num = bswap<u16>(th.dest);
  req.ir_mark = 0;
}
