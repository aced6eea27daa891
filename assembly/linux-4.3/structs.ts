// Layouts of Linux 4.3 on i386: SMP, IPv6 on, 64-byte lines. From facts/layouts.json (compiler output); test/layout.test.ts
// compares every offset and size. Rows come from `node tools/facts.mjs struct 4.3 NAME`.
// inet_num, inet_dport and the ir_ and ireq_ names are the kernel's macros for fields of struct sock_common.

/** struct list_head, 8 bytes. */
@unmanaged
@struct(8)
export class list_head {
  @at(0) next: u32;
  @at(4) prev: u32;
}

/** struct hlist_head, 4 bytes. */
@unmanaged
@struct(4)
export class hlist_head {
  @at(0) first: u32;
}

/** struct hlist_node, 8 bytes. */
@unmanaged
@struct(8)
export class hlist_node {
  @at(0) next: u32;
  @at(4) pprev: u32;
}

/** struct hlist_nulls_head, 4 bytes. */
@unmanaged
@struct(4)
export class hlist_nulls_head {
  @at(0) first: u32;
}

/** struct hlist_nulls_node, 8 bytes. */
@unmanaged
@struct(8)
export class hlist_nulls_node {
  @at(0) next: u32;
  @at(4) pprev: u32;
}

/** struct spinlock_t, 4 bytes. */
@unmanaged
@struct(4)
export class spinlock_t {}

/** struct wait_queue_head_t, 12 bytes. */
@unmanaged
@struct(12)
export class wait_queue_head_t {
  @embed(4) task_list: list_head;
}

/** struct socket_lock_t, 20 bytes. */
@unmanaged
@struct(20)
export class socket_lock_t {
  @at(0) slock: u32;
  @at(4) owned: i32;
  @embed(8) wq: wait_queue_head_t;
}

/** struct sk_buff_head, 16 bytes. */
@unmanaged
@struct(16)
export class sk_buff_head {
  @at(0) next: u32;
  @at(4) prev: u32;
  @at(8) qlen: u32;
}

/** struct timer_list, 28 bytes. */
@unmanaged
@struct(28)
export class timer_list {
  @embed(0) entry: hlist_node;
  @at(8) expires: u32;
  @at(12) function_: u32;
  @at(16) data: u32;
  @at(20) flags: u32;
  @at(24) slack: i32;
}

/** struct sock, 456 bytes. */
@unmanaged
@struct(456)
export class sock {
  @at(0) sk_daddr: u32;
  @at(4) sk_rcv_saddr: u32;
  @at(8) sk_hash: u32;
  @at(12) sk_portpair: u32;
  @at(12) inet_dport: u16;
  @at(14) inet_num: u16;
  @at(16) sk_family: u16;
  @at(18) sk_state: u8;
  @at(19) sk_reuse_bits: u8; // bits: sk_reuse 0-3, sk_reuseport 4, sk_ipv6only 5, sk_net_refcnt 6
  @at(20) sk_bound_dev_if: i32;
  @embed(24) sk_bind_node: hlist_node;
  @embed(24) sk_portaddr_node: hlist_nulls_node;
  @at(32) sk_prot: u32;
  @at(36) sk_net: u32;
  @embed(80) sk_node: hlist_node;
  @embed(80) sk_nulls_node: hlist_nulls_node;
  @at(88) sk_tx_queue_mapping: i32;
  @at(92) sk_refcnt: u32;
  @embed(96) sk_lock: socket_lock_t;
  @embed(116) sk_receive_queue: sk_buff_head;
  @at(132) sk_backlog_rmem_alloc: u32;
  @at(136) sk_backlog_len: i32;
  @at(140) sk_backlog_head: u32;
  @at(144) sk_backlog_tail: u32;
  @at(148) sk_forward_alloc: i32;
  @at(152) sk_rxhash: u32;
  @at(156) sk_incoming_cpu: u16;
  @at(160) sk_txhash: u32;
  @at(164) sk_napi_id: u32;
  @at(168) sk_ll_usec: u32;
  @at(172) sk_drops: u32;
  @at(176) sk_rcvbuf: i32;
  @at(180) sk_filter: u32;
  @at(184) sk_wq: u32;
  @at(188) sk_flags: u32;
  @at(192) sk_rx_dst: u32;
  @at(196) sk_dst_cache: u32;
  @at(200) sk_dst_lock: u32;
  @at(204) sk_wmem_alloc: u32;
  @at(208) sk_omem_alloc: u32;
  @at(212) sk_sndbuf: i32;
  @embed(216) sk_write_queue: sk_buff_head;
  @at(232) sk_shutdown_bits: u8; // bits: sk_shutdown 0-1, sk_no_check_tx 2, sk_no_check_rx 3, sk_userlocks 4-7
  @at(233) sk_protocol: u8;
  @at(234) sk_type: u16;
  @at(236) sk_wmem_queued: i32;
  @at(240) sk_allocation: u32;
  @at(244) sk_pacing_rate: u32;
  @at(248) sk_max_pacing_rate: u32;
  @at(268) sk_gso_type: i32;
  @at(272) sk_gso_max_size: u32;
  @at(276) sk_gso_max_segs: u16;
  @at(280) sk_rcvlowat: i32;
  @at(284) sk_lingertime: u32;
  @embed(288) sk_error_queue: sk_buff_head;
  @at(304) sk_prot_creator: u32;
  @at(316) sk_err: i32;
  @at(320) sk_err_soft: i32;
  @at(324) sk_ack_backlog: u32;
  @at(328) sk_max_ack_backlog: u32;
  @at(332) sk_priority: u32;
  @at(336) sk_peer_pid: u32;
  @at(340) sk_peer_cred: u32;
  @at(344) sk_rcvtimeo: i32;
  @at(348) sk_sndtimeo: i32;
  @embed(352) sk_timer: timer_list;
  @at(388) sk_tsflags: u16;
  @at(392) sk_tskey: u32;
  @at(396) sk_socket: u32;
  @at(400) sk_user_data: u32;
  @at(412) sk_send_head: u32;
  @at(416) sk_peek_off: i32;
  @at(420) sk_write_pending: i32;
  @at(424) sk_mark: u32;
  @at(428) sk_cgrp: u32;
  @at(432) sk_state_change: u32;
  @at(436) sk_data_ready: u32;
  @at(440) sk_write_space: u32;
  @at(444) sk_error_report: u32;
  @at(448) sk_backlog_rcv: u32;
  @at(452) sk_destruct: u32;
}

/** struct inet_sock, 608 bytes. */
@unmanaged
@struct(608)
export class inet_sock extends sock {
  @at(456) pinet6: u32;
  @at(460) inet_saddr: u32;
  @at(464) uc_ttl: u16;
  @at(466) cmsg_flags: u16;
  @at(468) inet_sport: u16;
  @at(470) inet_id: u16;
  @at(472) inet_opt: u32;
  @at(476) rx_dst_ifindex: i32;
  @at(480) tos: u8;
  @at(481) min_ttl: u8;
  @at(482) mc_ttl: u8;
  @at(483) pmtudisc: u8;
  @at(484) recverr_bits: u8; // bits: recverr 0, is_icsk 1, freebind 2, hdrincl 3, mc_loop 4, transparent 5, mc_all 6, nodefrag 7
  @at(485) bind_address_no_port_bits: u8; // bits: bind_address_no_port 0
  @at(486) rcv_tos: u8;
  @at(487) convert_csum: u8;
  @at(488) uc_index: i32;
  @at(492) mc_index: i32;
  @at(496) mc_addr: u32;
  @at(500) mc_list: u32;
}

/** struct inet_connection_sock, 1024 bytes. */
@unmanaged
@struct(1024)
export class inet_connection_sock extends inet_sock {
  @embed(640) icsk_accept_queue: request_sock_queue;
  @at(768) icsk_bind_hash: u32;
  @at(772) icsk_timeout: u32;
  @embed(776) icsk_retransmit_timer: timer_list;
  @embed(804) icsk_delack_timer: timer_list;
  @at(832) icsk_rto: u32;
  @at(836) icsk_pmtu_cookie: u32;
  @at(840) icsk_ca_ops: u32;
  @at(844) icsk_af_ops: u32;
  @at(848) icsk_sync_mss: u32;
  @at(852) icsk_ca_state_bits: u8; // bits: icsk_ca_state 0-5, icsk_ca_setsockopt 6, icsk_ca_dst_locked 7
  @at(853) icsk_retransmits: u8;
  @at(854) icsk_pending: u8;
  @at(855) icsk_backoff: u8;
  @at(856) icsk_syn_retries: u8;
  @at(857) icsk_probes_out: u8;
  @at(858) icsk_ext_hdr_len: u16;
  @at(860) icsk_ack_pending: u8;
  @at(861) icsk_ack_quick: u8;
  @at(862) icsk_ack_pingpong: u8;
  @at(863) icsk_ack_blocked: u8;
  @at(864) icsk_ack_ato: u32;
  @at(868) icsk_ack_timeout: u32;
  @at(872) icsk_ack_lrcvtime: u32;
  @at(876) icsk_ack_last_seg_size: u16;
  @at(878) icsk_ack_rcv_mss: u16;
  @at(880) icsk_mtup_enabled: i32;
  @at(884) icsk_mtup_search_high: i32;
  @at(888) icsk_mtup_search_low: i32;
  @at(892) icsk_mtup_probe_size: i32;
  @at(896) icsk_mtup_probe_timestamp: u32;
  @at(900) icsk_user_timeout: u32;
}

/** struct tcp_sock, 1536 bytes. */
@unmanaged
@struct(1536)
export class tcp_sock extends inet_connection_sock {
  @at(1024) tcp_header_len: u16;
  @at(1026) gso_segs: u16;
  @at(1028) pred_flags: u32;
  @at(1040) segs_in: u32;
  @at(1044) rcv_nxt: u32;
  @at(1048) copied_seq: u32;
  @at(1052) rcv_wup: u32;
  @at(1056) snd_nxt: u32;
  @at(1060) segs_out: u32;
  @at(1076) snd_una: u32;
  @at(1080) snd_sml: u32;
  @at(1084) rcv_tstamp: u32;
  @at(1088) lsndtime: u32;
  @at(1092) last_oow_ack_time: u32;
  @at(1096) tsoffset: u32;
  @embed(1100) tsq_node: list_head;
  @at(1108) tsq_flags: u32;
  @embed(1112) ucopy_prequeue: sk_buff_head;
  @at(1128) ucopy_task: u32;
  @at(1132) ucopy_msg: u32;
  @at(1136) ucopy_memory: i32;
  @at(1140) ucopy_len: i32;
  @at(1144) snd_wl1: u32;
  @at(1148) snd_wnd: u32;
  @at(1152) max_window: u32;
  @at(1156) mss_cache: u32;
  @at(1160) window_clamp: u32;
  @at(1164) rcv_ssthresh: u32;
  @at(1168) advmss: u16;
  @at(1170) unused: u8;
  @at(1171) nonagle_bits: u8; // bits: nonagle 0-3, thin_lto 4, thin_dupack 5, repair 6, frto 7
  @at(1172) repair_queue: u8;
  @at(1173) do_early_retrans_bits: u8; // bits: do_early_retrans 0, syn_data 1, syn_fastopen 2, syn_fastopen_exp 3, syn_data_acked 4, save_syn 5, is_cwnd_limited 6
  @at(1176) tlp_high_seq: u32;
  @at(1180) srtt_us: u32;
  @at(1184) mdev_us: u32;
  @at(1188) mdev_max_us: u32;
  @at(1192) rttvar_us: u32;
  @at(1196) rtt_seq: u32;
  @at(1200) packets_out: u32;
  @at(1204) retrans_out: u32;
  @at(1208) max_packets_out: u32;
  @at(1212) max_packets_seq: u32;
  @at(1216) urg_data: u16;
  @at(1218) ecn_flags: u8;
  @at(1219) keepalive_probes: u8;
  @at(1220) reordering: u32;
  @at(1224) snd_up: u32;
  @embed(1228) rx_opt: tcp_options_received;
  @at(1252) snd_ssthresh: u32;
  @at(1256) snd_cwnd: u32;
  @at(1260) snd_cwnd_cnt: u32;
  @at(1264) snd_cwnd_clamp: u32;
  @at(1268) snd_cwnd_used: u32;
  @at(1272) snd_cwnd_stamp: u32;
  @at(1276) prior_cwnd: u32;
  @at(1280) prr_delivered: u32;
  @at(1284) prr_out: u32;
  @at(1288) rcv_wnd: u32;
  @at(1292) write_seq: u32;
  @at(1296) notsent_lowat: u32;
  @at(1300) pushed_seq: u32;
  @at(1304) lost_out: u32;
  @at(1308) sacked_out: u32;
  @at(1312) fackets_out: u32;
  @at(1316) lost_skb_hint: u32;
  @at(1320) retransmit_skb_hint: u32;
  @embed(1324) out_of_order_queue: sk_buff_head;
  @at(1412) highest_sack: u32;
  @at(1416) lost_cnt_hint: i32;
  @at(1420) retransmit_high: u32;
  @at(1424) lost_retrans_low: u32;
  @at(1428) prior_ssthresh: u32;
  @at(1432) high_seq: u32;
  @at(1436) retrans_stamp: u32;
  @at(1440) undo_marker: u32;
  @at(1444) undo_retrans: i32;
  @at(1448) total_retrans: u32;
  @at(1452) urg_seq: u32;
  @at(1456) keepalive_time: u32;
  @at(1460) keepalive_intvl: u32;
  @at(1464) linger2: i32;
  @at(1468) rcv_rtt_est_rtt: u32;
  @at(1472) rcv_rtt_est_seq: u32;
  @at(1476) rcv_rtt_est_time: u32;
  @at(1480) rcvq_space_space: i32;
  @at(1484) rcvq_space_seq: u32;
  @at(1488) rcvq_space_time: u32;
  @at(1492) mtu_probe_probe_seq_start: u32;
  @at(1496) mtu_probe_probe_seq_end: u32;
  @at(1500) mtu_info: u32;
  @at(1504) fastopen_req: u32;
  @at(1508) fastopen_rsk: u32;
  @at(1512) saved_syn: u32;
}

/** struct ipv6_pinfo, 112 bytes. */
@unmanaged
@struct(112)
export class ipv6_pinfo {
  @at(62) recverr_bits: u16; // bits: recverr 0, sndflow 1, repflow 2, pmtudisc 3-5, padding 6, srcprefs 7-9
  @at(92) opt: u32;
}

/** struct request_sock, 168 bytes. */
@unmanaged
@struct(168)
export class request_sock {
  @at(0) ir_rmt_addr: u32;
  @at(4) ir_loc_addr: u32;
  @at(8) rsk_hash: u32;
  @at(12) rsk_portpair: u32;
  @at(12) ir_rmt_port: u16;
  @at(14) ir_num: u16;
  @at(16) ireq_family: u16;
  @at(18) ireq_state: u8;
  @at(19) rsk_reuse_bits: u8; // bits: rsk_reuse 0-3, rsk_reuseport 4, rsk_ipv6only 5, rsk_net_refcnt 6
  @at(20) ir_iif: i32;
  @embed(24) rsk_bind_node: hlist_node;
  @embed(24) rsk_portaddr_node: hlist_nulls_node;
  @at(32) rsk_prot: u32;
  @at(36) ireq_net: u32;
  @embed(80) rsk_node: hlist_node;
  @embed(80) rsk_nulls_node: hlist_nulls_node;
  @at(88) rsk_tx_queue_mapping: i32;
  @at(92) rsk_refcnt: u32;
  @at(96) dl_next: u32;
  @at(100) rsk_listener: u32;
  @at(104) mss: u16;
  @at(106) num_retrans: u8;
  @at(107) cookie_ts_bits: u8; // bits: cookie_ts 0, num_timeout 1-7
  @at(108) window_clamp: u32;
  @at(112) rcv_wnd: u32;
  @at(116) ts_recent: u32;
  @embed(120) rsk_timer: timer_list;
  @at(148) rsk_ops: u32;
  @at(152) sk: u32;
  @at(156) saved_syn: u32;
  @at(160) secid: u32;
  @at(164) peer_secid: u32;
}

/** struct inet_request_sock, 184 bytes. */
@unmanaged
@struct(184)
export class inet_request_sock extends request_sock {
  @at(168) snd_wscale_bits: u8; // bits: snd_wscale 0-3, rcv_wscale 4-7
  @at(169) tstamp_ok_bits: u8; // bits: tstamp_ok 0, sack_ok 1, wscale_ok 2, ecn_ok 3, acked 4, no_srccheck 5
  @at(172) ir_mark: u32;
  @at(176) opt: u32;
  @at(176) pktopts: u32;
}

/** struct tcp_request_sock, 216 bytes. */
@unmanaged
@struct(216)
export class tcp_request_sock extends inet_request_sock {
  @at(184) af_specific: u32;
  @at(188) tfo_listener: u8;
  @at(192) rcv_isn: u32;
  @at(196) snt_isn: u32;
  @at(200) snt_synack: u32;
  @at(204) last_oow_ack_time: u32;
  @at(208) rcv_nxt: u32;
}

/** struct request_sock_ops, 36 bytes. */
@unmanaged
@struct(36)
export class request_sock_ops {
  @at(0) family: i32;
  @at(4) obj_size: i32;
  @at(8) slab: u32;
  @at(12) slab_name: u32;
  @at(16) rtx_syn_ack: u32;
  @at(20) send_ack: u32;
  @at(24) send_reset: u32;
  @at(28) destructor: u32;
  @at(32) syn_ack_timeout: u32;
}

/** struct request_sock_queue, 128 bytes. */
@unmanaged
@struct(128)
export class request_sock_queue {
  @at(0) rskq_accept_head: u32;
  @at(4) rskq_accept_tail: u32;
  @at(8) rskq_defer_accept: u8;
  @at(12) listen_opt: u32;
  @at(16) fastopenq: u32;
  @at(64) syn_wait_lock: u32;
}

/** struct listen_sock, 128 bytes. */
@unmanaged
@struct(128)
export class listen_sock {
  @at(0) qlen_inc: i32;
  @at(4) young_inc: i32;
  @at(8) qlen_dec: u32;
  @at(12) young_dec: u32;
  @at(64) max_qlen_log: u8;
  @at(65) synflood_warned: u8;
  @at(68) hash_rnd: u32;
  @at(72) nr_table_entries: u32;
}

/** struct inet_bind_bucket, 28 bytes. */
@unmanaged
@struct(28)
export class inet_bind_bucket {
  @at(0) ib_net: u32;
  @at(4) port: u16;
  @at(6) fastreuse: u8;
  @at(7) fastreuseport: u8;
  @at(8) fastuid: u32;
  @at(12) num_owners: i32;
  @embed(16) node: hlist_node;
  @embed(24) owners: hlist_head;
}

/** struct inet_bind_hashbucket, 8 bytes. */
@unmanaged
@struct(8)
export class inet_bind_hashbucket {
  @embed(4) chain: hlist_head;
}

/** struct inet_ehash_bucket, 4 bytes. */
@unmanaged
@struct(4)
export class inet_ehash_bucket {
  @embed(0) chain: hlist_nulls_head;
}

/** struct inet_listen_hashbucket, 8 bytes. */
@unmanaged
@struct(8)
export class inet_listen_hashbucket {
  @embed(4) head: hlist_nulls_head;
}

/** struct inet_hashinfo, 320 bytes. */
@unmanaged
@struct(320)
export class inet_hashinfo {
  @at(0) ehash: u32;
  @at(4) ehash_locks: u32;
  @at(8) ehash_mask: u32;
  @at(12) ehash_locks_mask: u32;
  @at(16) bhash: u32;
  @at(20) bhash_size: u32;
  @at(24) bind_bucket_cachep: u32;
}

/** struct sk_buff, 168 bytes. */
@unmanaged
@struct(168)
export class sk_buff {
  @at(0) next: u32;
  @at(4) prev: u32;
  @at(16) sk: u32;
  @at(20) dev: u32;
  @at(72) _skb_refdst: u32;
  @at(76) destructor: u32;
  @at(80) len: u32;
  @at(84) data_len: u32;
  @at(92) queue_mapping: u16;
  @at(94) cloned_bits: u8; // bits: cloned 0, nohdr 1, fclone 2-3, peeked 4, head_frag 5, xmit_more 6
  @at(96) pkt_type_bits: u8; // bits: pkt_type 0-2, pfmemalloc 3, ignore_df 4, nfctinfo 5-7
  @at(97) nf_trace_bits: u8; // bits: nf_trace 0, ip_summed 1-2, ooo_okay 3, l4_hash 4, sw_hash 5
  @at(108) skb_iif: i32;
  @at(136) protocol: u16;
  @at(138) transport_header: u16;
  @at(140) network_header: u16;
  @at(148) end: u32;
  @at(152) head: u32;
  @at(156) data: u32;
}

/** struct skb_shared_info, 172 bytes. */
@unmanaged
@struct(172)
export class skb_shared_info {
  @at(0) nr_frags: u8;
  @at(1) tx_flags: u8;
  @at(8) frag_list: u32;
}

/** struct tcphdr, 20 bytes. */
@unmanaged
@struct(20)
export class tcphdr {
  @at(0) source: u16;
  @at(2) dest: u16;
  @at(4) seq: u32;
  @at(8) ack_seq: u32;
  @at(12) res1_bits: u8; // bits: res1 0-3, doff 4-7
  @at(13) fin_bits: u8; // bits: fin 0, syn 1, rst 2, psh 3, ack 4, urg 5, ece 6, cwr 7
  @at(14) window: u16;
  @at(16) check: u16;
}

/** struct iphdr, 20 bytes. */
@unmanaged
@struct(20)
export class iphdr {
  @at(0) ihl_bits: u8; // bits: ihl 0-3, version 4-7
  @at(1) tos: u8;
  @at(2) tot_len: u16;
  @at(8) ttl: u8;
  @at(9) protocol: u8;
  @at(12) saddr: u32;
  @at(16) daddr: u32;
}

/** struct proto, 200 bytes. */
@unmanaged
@struct(200)
export class proto {
  @at(0) close: u32;
  @at(4) connect: u32;
  @at(8) disconnect: u32;
  @at(12) accept: u32;
  @at(16) ioctl: u32;
  @at(20) init: u32;
  @at(24) destroy: u32;
  @at(28) shutdown: u32;
  @at(32) setsockopt: u32;
  @at(36) getsockopt: u32;
  @at(40) sendmsg: u32;
  @at(44) recvmsg: u32;
  @at(48) sendpage: u32;
  @at(52) bind: u32;
  @at(56) backlog_rcv: u32;
  @at(60) release_cb: u32;
  @at(64) hash: u32;
  @at(68) unhash: u32;
  @at(72) rehash: u32;
  @at(76) get_port: u32;
  @at(80) clear_sk: u32;
  @at(84) inuse_idx: u32;
  @at(88) stream_memory_free: u32;
  @at(92) enter_memory_pressure: u32;
  @at(96) memory_allocated: u32;
  @at(100) sockets_allocated: u32;
  @at(104) memory_pressure: u32;
  @at(108) sysctl_mem: u32;
  @at(112) sysctl_wmem: u32;
  @at(116) sysctl_rmem: u32;
  @at(120) max_header: i32;
  @at(124) no_autobind: u8;
  @at(128) slab: u32;
  @at(132) obj_size: u32;
  @at(136) slab_flags: i32;
  @at(140) orphan_count: u32;
  @at(144) rsk_prot: u32;
  @at(148) twsk_prot: u32;
  @at(152) h_hashinfo: u32;
  @at(152) h_udp_table: u32;
  @at(152) h_raw_hash: u32;
  @at(156) owner: u32;
  @embed(192) node: list_head;
}

/** struct proto_ops, 80 bytes. */
@unmanaged
@struct(80)
export class proto_ops {
  @at(0) family: i32;
  @at(4) owner: u32;
  @at(8) release: u32;
  @at(12) bind: u32;
  @at(16) connect: u32;
  @at(20) socketpair: u32;
  @at(24) accept: u32;
  @at(28) getname: u32;
  @at(32) poll: u32;
  @at(36) ioctl: u32;
  @at(40) listen: u32;
  @at(44) shutdown: u32;
  @at(48) setsockopt: u32;
  @at(52) getsockopt: u32;
  @at(56) sendmsg: u32;
  @at(60) recvmsg: u32;
  @at(64) mmap: u32;
  @at(68) sendpage: u32;
  @at(72) splice_read: u32;
  @at(76) set_peek_off: u32;
}

/** struct socket, 28 bytes. */
@unmanaged
@struct(28)
export class socket {
  @at(0) state: u32;
  @at(4) type: u16;
  @at(8) flags: u32;
  @at(12) wq: u32;
  @at(16) file: u32;
  @at(20) sk: u32;
  @at(24) ops: u32;
}

/** struct socket_wq, 64 bytes. */
@unmanaged
@struct(64)
export class socket_wq {
  @at(12) fasync_list: u32;
}

/** struct socket_alloc, 344 bytes. */
@unmanaged
@struct(344)
export class socket_alloc {
  @embed(0) socket: socket;
}

/** struct inode, 316 bytes. */
@unmanaged
@struct(316)
export class inode {
  @at(0) i_mode: u16;
  @at(2) i_opflags: u16;
  @at(4) i_uid: u32;
  @at(8) i_gid: u32;
  @at(12) i_flags: u32;
  @at(16) i_op: u32;
  @at(20) i_sb: u32;
  @at(24) i_mapping: u32;
  @at(28) i_ino: u32;
  @at(32) i_nlink: u32;
  @at(36) i_rdev: u32;
  @at(76) i_bytes: u16;
  @at(80) i_blkbits: u32;
  @at(96) i_state: u32;
  @at(124) dirtied_when: u32;
  @embed(156) i_sb_list: list_head;
  @embed(164) i_dentry: hlist_head;
  @at(180) i_count: u32;
  @at(184) i_dio_count: u32;
  @at(188) i_writecount: u32;
  @at(192) i_fop: u32;
  @at(296) i_pipe: u32;
  @at(312) i_private: u32;
}

/** struct address_space, 88 bytes. */
@unmanaged
@struct(88)
export class address_space {
  @at(0) host: u32;
  @at(64) a_ops: u32;
  @at(68) flags: u32;
}

/** struct file, 164 bytes. */
@unmanaged
@struct(164)
export class file {
  @at(16) f_inode: u32;
  @at(20) f_op: u32;
  @at(24) f_lock: u32;
  @at(28) f_count: u32;
  @at(32) f_flags: u32;
  @at(36) f_mode: u32;
  @at(100) f_cred: u32;
  @at(140) private_data: u32;
  @embed(144) f_ep_links: list_head;
  @embed(152) f_tfile_llink: list_head;
  @at(160) f_mapping: u32;
}

/** struct dentry, 128 bytes. */
@unmanaged
@struct(128)
export class dentry {
  @at(0) d_flags: u32;
  @at(4) d_seq: u32;
  @at(16) d_parent: u32;
  @at(32) d_inode: u32;
  @at(80) d_op: u32;
  @at(84) d_sb: u32;
  @at(88) d_time: u32;
  @at(92) d_fsdata: u32;
  @embed(96) d_lru: list_head;
  @embed(104) d_child: list_head;
  @embed(112) d_subdirs: list_head;
  @embed(120) d_alias: hlist_node;
}

/** struct files_struct, 256 bytes. */
@unmanaged
@struct(256)
export class files_struct {
  @at(0) count: u32;
  @at(4) resize_in_progress: u8;
  @embed(8) resize_wait: wait_queue_head_t;
  @at(20) fdt: u32;
  @embed(24) fdtab: fdtable;
  @at(64) file_lock: u32;
  @at(68) next_fd: i32;
}

/** struct fdtable, 24 bytes. */
@unmanaged
@struct(24)
export class fdtable {
  @at(0) max_fds: u32;
  @at(4) fd: u32;
  @at(8) close_on_exec: u32;
  @at(12) open_fds: u32;
}

/** struct tcp_options_received, 24 bytes. */
@unmanaged
@struct(24)
export class tcp_options_received {
  @at(0) ts_recent_stamp: i32;
  @at(4) ts_recent: u32;
  @at(8) rcv_tsval: u32;
  @at(12) rcv_tsecr: u32;
  @at(16) saw_tstamp_bits: u8; // bits: saw_tstamp 0, tstamp_ok 1, dsack 2, wscale_ok 3, sack_ok 4-7
  @at(17) snd_wscale_bits: u8; // bits: snd_wscale 0-3, rcv_wscale 4-7
  @at(18) num_sacks: u8;
  @at(20) user_mss: u16;
  @at(22) mss_clamp: u16;
}

/** struct dst_entry, 84 bytes. */
@unmanaged
@struct(84)
export class dst_entry {
  @at(12) dev: u32;
  @at(16) ops: u32;
  @at(20) _metrics: u32;
  @at(24) expires: u32;
  @at(48) flags: u16;
  @at(80) next: u32;
}

/** struct rtable, 120 bytes. */
@unmanaged
@struct(120)
export class rtable {
  @at(88) rt_flags: u32;
  @at(92) rt_type: u16;
  @at(96) rt_iif: i32;
}

/** struct net, 1088 bytes. */
@unmanaged
@struct(1088)
export class net {
  @at(4) count: u32;
}

/** struct page, 32 bytes. */
@unmanaged
@struct(32)
export class page {
  @at(0) flags: u32;
  @at(4) mapping: u32;
  @at(8) index: u32;
  @at(8) freelist: u32;
  @at(12) counters: u32;
  @at(12) _mapcount: u32;
  @at(12) inuse: u16;
  @at(16) _count: u32;
  @embed(20) lru: list_head;
  @at(20) next: u32;
  @at(24) pages: u16;
  @at(26) pobjects: u16;
  @at(20) slab_page: u32;
  @at(20) compound_dtor: u32;
  @at(24) compound_order: u32;
  @at(28) private_: u32;
  @at(28) slab: u32;
  @at(28) first_page: u32;
}

/** struct vm_struct, 32 bytes. */
@unmanaged
@struct(32)
export class vm_struct {
  @at(0) next: u32;
  @at(4) addr: u32;
  @at(8) size: u32;
  @at(12) flags: u32;
  @at(16) pages: u32;
  @at(20) nr_pages: u32;
  @at(28) caller: u32;
}

/** struct vmap_area, 52 bytes. */
@unmanaged
@struct(52)
export class vmap_area {
  @at(0) va_start: u32;
  @at(4) va_end: u32;
  @at(8) flags: u32;
  @embed(24) list: list_head;
  @embed(32) purge_list: list_head;
  @at(40) vm: u32;
}

/** struct kmem_cache, 116 bytes. */
@unmanaged
@struct(116)
export class kmem_cache {
  @at(0) cpu_slab: u32;
  @at(4) flags: u32;
  @at(8) min_partial: u32;
  @at(12) size: i32;
  @at(16) object_size: i32;
  @at(20) offset: i32;
  @at(24) cpu_partial: i32;
  @at(40) allocflags: u32;
  @at(44) refcount: i32;
  @at(48) ctor: u32;
  @at(52) inuse: i32;
  @at(56) align: i32;
  @at(60) reserved: i32;
  @at(64) name: u32;
  @embed(68) list: list_head;
}

/** struct kmem_cache_cpu, 16 bytes. */
@unmanaged
@struct(16)
export class kmem_cache_cpu {
  @at(0) freelist: u32;
  @at(4) tid: u32;
  @at(8) page: u32;
  @at(12) partial: u32;
}

/** struct kmem_cache_node, 32 bytes. */
@unmanaged
@struct(32)
export class kmem_cache_node {
  @at(4) nr_partial: u32;
  @embed(8) partial: list_head;
}

/** struct inet_connection_sock_af_ops, 52 bytes. */
@unmanaged
@struct(52)
export class inet_connection_sock_af_ops {
  @at(0) queue_xmit: u32;
  @at(4) send_check: u32;
  @at(8) rebuild_header: u32;
  @at(12) sk_rx_dst_set: u32;
  @at(16) conn_request: u32;
  @at(20) syn_recv_sock: u32;
  @at(24) net_header_len: u16;
  @at(26) net_frag_header_len: u16;
  @at(28) sockaddr_len: u16;
  @at(32) setsockopt: u32;
  @at(36) getsockopt: u32;
  @at(40) addr2sockaddr: u32;
  @at(44) bind_conflict: u32;
  @at(48) mtu_reduced: u32;
}

/** struct inet_protosw, 24 bytes. */
@unmanaged
@struct(24)
export class inet_protosw {
  @at(8) type: u16;
  @at(10) protocol: u16;
  @at(12) prot: u32;
  @at(16) ops: u32;
  @at(20) flags: u8;
}

/** struct inet_timewait_sock, 144 bytes. */
@unmanaged
@struct(144)
export class inet_timewait_sock {
  @at(0) tw_daddr: u32;
  @at(4) tw_rcv_saddr: u32;
  @at(8) tw_hash: u32;
  @at(12) tw_portpair: u32;
  @at(12) tw_dport: u16;
  @at(14) tw_num: u16;
  @at(16) tw_family: u16;
  @at(18) tw_state: u8;
  @at(19) tw_reuse_bits: u8; // bits: tw_reuse 0-3, tw_reuseport 4, tw_ipv6only 5, tw_net_refcnt 6
  @at(20) tw_bound_dev_if: i32;
  @embed(24) tw_bind_node: hlist_node;
  @embed(24) tw_portaddr_node: hlist_nulls_node;
  @at(32) tw_prot: u32;
  @at(36) tw_net: u32;
  @embed(80) tw_node: hlist_node;
  @embed(80) tw_nulls_node: hlist_nulls_node;
  @at(88) tw_tx_queue_mapping: i32;
  @at(92) tw_refcnt: u32;
  @at(96) tw_timeout: i32;
  @at(100) tw_substate: u8;
  @at(101) tw_rcv_wscale: u8;
  @at(102) tw_sport: u16;
  @at(104) tw_kill_bits: u32; // bits: tw_kill 0, tw_transparent 1, tw_flowlabel 2-21
  @at(106) tw_pad_bits: u8; // bits: tw_pad 6-7
  @at(107) tw_tos: u8;
  @embed(108) tw_timer: timer_list;
  @at(136) tw_tb: u32;
  @at(140) tw_dr: u32;
}

/** struct tcp_timewait_sock, 176 bytes. */
@unmanaged
@struct(176)
export class tcp_timewait_sock extends inet_timewait_sock {
  @at(144) tw_rcv_nxt: u32;
  @at(148) tw_snd_nxt: u32;
  @at(152) tw_rcv_wnd: u32;
  @at(156) tw_ts_offset: u32;
  @at(160) tw_ts_recent: u32;
  @at(164) tw_last_oow_ack_time: u32;
  @at(168) tw_ts_recent_stamp: i32;
}
