// net/ipv4/tcp_input.c of Linux 4.14: tcp_conn_request, what a listener does with a SYN.
// Left out: Fast Open, saved SYNs, ECN, security.
import { exec, ld, lockedXchg, measured, st } from "../machine/cpu";
import { decide, Outcome } from "../wire";
import { inet_csk_reqsk_queue_hash_add } from "./inet_connection_sock";
import { read, sysctl_max_syn_backlog, sysctl_tcp_syncookies } from "./percpu";
import { tcp_request_sock_ops } from "./protocols";
import {
  inet_csk_reqsk_queue_is_full,
  reqsk_alloc,
  reqsk_free,
  reqsk_put,
  reqsk_queue_len,
  SACK_OK,
  SNT_SYNACK,
  set_cookie_ts,
  TSTAMP_OK,
  WSCALE_OK,
} from "./request_sock";
import { CB_SEQ, CB_WHEN, dst_release, headerOf } from "./skbuff";
import {
  LINUX_MIB_LISTENDROPS,
  LINUX_MIB_LISTENOVERFLOWS,
  LINUX_MIB_TCPREQQFULLDOCOOKIES,
  LINUX_MIB_TCPREQQFULLDROP,
  NET_INC_STATS_BH,
} from "./snmp";
import { sk_acceptq_is_full } from "./sock";
import { sk_buff, tcp_request_sock, tcp_sock } from "./structs";
import { cookie_init_sequence } from "./syncookies";
import * as map from "./system_map";
import { resetStackOptions, tcp_clear_options, tcp_parse_options, tmp_opt } from "./tcp_input";
import {
  sk_drops_inc,
  tcp_v4_init_req,
  tcp_v4_init_seq,
  tcp_v4_init_ts_off,
  tcp_v4_route_req,
  tcp_v4_send_synack,
} from "./tcp_ipv4";
import { tcp_openreq_init_rwin } from "./tcp_minisocks";
import { TCP_NEW_SYN_RECV } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timeouts";
import { sysctl_tcp_fastopen } from "./variables_4x";

/** tcp_listendrop(), inlined: a SYN or an ACK was dropped that asked for a connection. */
export function tcp_listendrop(sk: tcp_sock): void {
  sk_drops_inc(sk);
  NET_INC_STATS_BH(LINUX_MIB_LISTENDROPS);
}

/** A new request in state TCP_NEW_SYN_RECV; it holds the listener, unless a cookie stands for it. 0: no memory. */
export function inet_reqsk_alloc(ops: u32, sk_listener: tcp_sock, attach_listener: bool): u32 {
  exec(map.inet_reqsk_alloc);
  const at = reqsk_alloc(ops, sk_listener, attach_listener);
  if (at == 0) return 0;
  const req = changetype<tcp_request_sock>(at);
  req.ireq_opt = 0;
  req.pktopts = 0;
  st<u32>(at, IR_COOKIE, 0);
  st<u32>(at, IR_COOKIE + 4, 0);
  req.ireq_state = TCP_NEW_SYN_RECV;
  req.ireq_family = sk_listener.sk_family;
  return at;
}

const IR_COOKIE: usize = 72; // offsetof(struct sock_common, skc_cookie)
const SYNFLOOD_WARNED: u32 = 8; // offsetof(struct request_sock_queue, synflood_warned)

/** Whether to answer with a cookie when there is no room. The message that it prints, once a listener, is left out. */
function tcp_syn_flood_action(sk: tcp_sock): bool {
  const queue = sk.icsk_accept_queue;
  const syncookies = read(sysctl_tcp_syncookies);
  exec(map.tcp_syn_flood_action);
  NET_INC_STATS_BH(syncookies != 0 ? LINUX_MIB_TCPREQQFULLDOCOOKIES : LINUX_MIB_TCPREQQFULLDROP);
  if (queue.synflood_warned == 0 && syncookies != ALWAYS) {
    lockedXchg<u32>(changetype<usize>(queue) + SYNFLOOD_WARNED, 1);
  }
  return syncookies != 0;
}

/** tcp_syncookies: every SYN is answered with a cookie. */
const ALWAYS: i32 = 2;

/** Inlined: takes what the SYN says into a request. */
function tcp_openreq_init(req: tcp_request_sock, skb: sk_buff, sk: tcp_sock): void {
  req.rsk_rcv_wnd = 0;
  set_cookie_ts(req, false);
  const seq = ld<u32>(changetype<usize>(skb), CB_SEQ);
  req.rcv_isn = seq;
  req.rcv_nxt = seq + 1;
  measured(map.ktime_get); // snt_synack
  st<u32>(changetype<usize>(req), SNT_SYNACK, 0);
  st<u32>(changetype<usize>(req), SNT_SYNACK + 4, 0);
  req.last_oow_ack_time = 0;
  req.mss = tmp_opt.mss_clamp;
  req.ts_recent = tmp_opt.saw_tstamp ? tmp_opt.rcv_tsval : 0;
  req.snd_wscale_bits = (req.snd_wscale_bits & 0xf0) | tmp_opt.snd_wscale;
  req.tstamp_ok_bits =
    (tmp_opt.tstamp_ok ? TSTAMP_OK : 0) | (tmp_opt.sack_ok ? SACK_OK : 0) | (tmp_opt.wscale_ok ? WSCALE_OK : 0);
  const th = headerOf(skb);
  req.ir_rmt_port = th.source;
  req.ir_num = bswap<u16>(th.dest);
  req.ir_mark = sk.sk_mark; // inet_request_mark()
}

/** What a SYN comes to: nothing, a SYN-ACK with a request that waits in ehash, or one with a cookie. */
export function tcp_conn_request(sk: tcp_sock, skb: sk_buff): i32 {
  exec(map.tcp_conn_request);
  const isn = ld<u32>(changetype<usize>(skb), CB_WHEN); // of a SYN that takes over from TIME_WAIT
  let want_cookie = false;
  if ((read(sysctl_tcp_syncookies) == ALWAYS || inet_csk_reqsk_queue_is_full(sk)) && isn == 0) {
    want_cookie = tcp_syn_flood_action(sk);
    if (!want_cookie) return dropped(sk);
  }
  if (sk_acceptq_is_full(sk)) {
    NET_INC_STATS_BH(LINUX_MIB_LISTENOVERFLOWS);
    return dropped(sk);
  }
  const at = inet_reqsk_alloc(tcp_request_sock_ops, sk, !want_cookie);
  if (at == 0) return dropped(sk);

  exec(map.tcp_conn_request_answer);
  const req = changetype<tcp_request_sock>(at);
  req.af_specific = tcp_request_sock_ops;
  req.ts_off = 0;
  resetStackOptions();
  tmp_opt.mss_clamp = TCP_MSS_DEFAULT;
  tmp_opt.user_mss = sk.rx_opt.user_mss;
  tcp_parse_options(skb, tmp_opt, false);
  if (want_cookie && !tmp_opt.saw_tstamp) tcp_clear_options(tmp_opt);
  tmp_opt.tstamp_ok = tmp_opt.saw_tstamp;
  tcp_openreq_init(req, skb, sk);
  sk.recverr_bits; // inet->transparent
  req.ir_iif = sk.sk_bound_dev_if; // inet_request_bound_dev_if()
  tcp_v4_init_req(req, sk, skb);
  if (tmp_opt.tstamp_ok) req.ts_off = tcp_v4_init_ts_off(skb);
  const dst = tcp_v4_route_req(sk, req);

  let answer = isn;
  if (!want_cookie && isn == 0) {
    if (lastQuarter(sk)) {
      dst_release(dst);
      reqsk_free(req);
      return dropped(sk);
    }
    answer = tcp_v4_init_seq(skb);
  }
  headerOf(skb).fin_bits; // tcp_ecn_create_request()
  if (want_cookie) {
    answer = cookie_init_sequence(sk, skb, req);
    set_cookie_ts(req, tmp_opt.tstamp_ok);
  }
  req.snt_isn = answer;
  measured(map.prandom_u32); // net_tx_rndhash()
  req.txhash = 1;
  tcp_openreq_init_rwin(req, sk, dst);
  if (!want_cookie) {
    sk.syn_data_bits; // tcp_reqsk_record_syn(): save_syn
    read(sysctl_tcp_fastopen); // tcp_try_fastopen(): not a server
  }
  req.tfo_listener = 0;
  if (!want_cookie) inet_csk_reqsk_queue_hash_add(sk, req, TCP_TIMEOUT_INIT);
  tcp_v4_send_synack(sk, req, dst);
  if (want_cookie) {
    decide(Outcome.cookie);
    reqsk_free(req);
  } else {
    decide(Outcome.synack);
    reqsk_put(req);
  }
  return 0;
}

function dropped(sk: tcp_sock): i32 {
  tcp_listendrop(sk);
  return 0;
}

/** Without cookies the last quarter of tcp_max_syn_backlog is for peers that are known to be alive; none is known here. */
function lastQuarter(sk: tcp_sock): bool {
  if (read(sysctl_tcp_syncookies) != 0) return false;
  const backlog = read(sysctl_max_syn_backlog);
  if (backlog - reqsk_queue_len(sk.icsk_accept_queue) >= backlog >> 2) return false;
  measured(map.tcp_peer_is_proven);
  return true;
}

const TCP_MSS_DEFAULT: u16 = 536;
