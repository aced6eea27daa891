// Layouts of Linux 3.6.5 on i386: SMP, IPv6 on, 64-byte lines. From facts/layouts.json (compiler output); test/layout.test.ts
// compares every offset and size. Only what the path touches.
// Rows come from `node tools/facts.mjs struct 3.6 NAME`.

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

/** struct spinlock_t, 2 bytes. */
@unmanaged
@struct(2)
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
  @at(0) slock: u16;
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
  @embed(0) entry: list_head;
  @at(8) expires: u32;
  @at(12) base: u32;
  @at(20) data: u32;
  @at(24) slack: i32;
}

/** struct sock, 380 bytes. */
@unmanaged
@struct(380)
export class sock {
  @at(0) sk_daddr: u32;
  @at(4) sk_rcv_saddr: u32;
  @at(8) sk_hash: u32;
  @at(12) sk_family: u16;
  @at(14) sk_state: u8;
  @at(15) sk_reuse: u8;
  @at(16) sk_bound_dev_if: i32;
  @embed(20) sk_bind_node: hlist_node;
  @at(28) sk_prot: u32;
  @at(32) sk_net: u32;
  @embed(36) sk_node: hlist_node;
  @embed(36) sk_nulls_node: hlist_nulls_node;
  @at(44) sk_tx_queue_mapping: i32;
  @embed(52) sk_lock: socket_lock_t;
  @embed(72) sk_receive_queue: sk_buff_head;
  @at(88) sk_backlog_rmem_alloc: u32;
  @at(92) sk_backlog_len: i32;
  @at(96) sk_backlog_head: u32;
  @at(100) sk_backlog_tail: u32;
  @at(104) sk_forward_alloc: i32;
  @at(116) sk_rcvbuf: i32;
  @at(120) sk_filter: u32;
  @at(124) sk_wq: u32;
  @at(128) sk_flags: u32;
  @at(132) sk_rx_dst: u32;
  @at(136) sk_dst_cache: u32;
  @at(144) sk_wmem_alloc: u32;
  @at(148) sk_omem_alloc: u32;
  @at(152) sk_sndbuf: i32;
  @embed(156) sk_write_queue: sk_buff_head;
  @at(172) sk_shutdown_bits: u8; // bits: sk_shutdown 0-1, sk_no_check 2-3, sk_userlocks 4-7
  @at(173) sk_protocol: u8;
  @at(174) sk_type: u16;
  @at(176) sk_wmem_queued: i32;
  @at(180) sk_allocation: u32;
  @at(200) sk_gso_type: i32;
  @at(204) sk_gso_max_size: u32;
  @at(208) sk_gso_max_segs: u16;
  @at(212) sk_rcvlowat: i32;
  @at(216) sk_lingertime: u32;
  @embed(220) sk_error_queue: sk_buff_head;
  @at(236) sk_prot_creator: u32;
  @at(244) sk_err: i32;
  @at(248) sk_err_soft: i32;
  @at(252) sk_ack_backlog: u16;
  @at(254) sk_max_ack_backlog: u16;
  @at(256) sk_priority: u32;
  @at(260) sk_peer_pid: u32;
  @at(264) sk_peer_cred: u32;
  @at(268) sk_rcvtimeo: i32;
  @at(272) sk_sndtimeo: i32;
  @embed(280) sk_timer: timer_list;
  @at(316) sk_socket: u32;
  @at(324) sk_sndmsg_page: u32;
  @at(328) sk_send_head: u32;
  @at(332) sk_sndmsg_off: u32;
  @at(336) sk_peek_off: i32;
  @at(340) sk_write_pending: i32;
  @at(344) sk_mark: u32;
  @at(356) sk_state_change: u32;
  @at(360) sk_data_ready: u32;
  @at(364) sk_write_space: u32;
  @at(368) sk_error_report: u32;
  @at(372) sk_backlog_rcv: u32;
  @at(376) sk_destruct: u32;
}

/** struct inet_sock, 528 bytes. */
@unmanaged
@struct(528)
export class inet_sock extends sock {
  @at(380) pinet6: u32;
  @at(384) inet_dport: u16;
  @at(386) inet_num: u16;
  @at(388) inet_saddr: u32;
  @at(392) uc_ttl: u16;
  @at(396) inet_sport: u16;
  @at(398) inet_id: u16;
  @at(400) inet_opt: u32;
  @at(404) tos: u8;
  @at(405) min_ttl: u8;
  @at(406) mc_ttl: u8;
  @at(408) recverr_bits: u8; // bits: recverr 0, is_icsk 1, freebind 2, hdrincl 3, mc_loop 4, transparent 5, mc_all 6, nodefrag 7
  @at(409) rcv_tos: u8;
  @at(416) mc_index: i32;
  @at(424) rx_dst_ifindex: i32;
  @at(428) mc_list: u32;
}

/** struct inet_connection_sock, 744 bytes. */
@unmanaged
@struct(744)
export class inet_connection_sock extends inet_sock {
  @embed(528) icsk_accept_queue: request_sock_queue;
  @at(548) icsk_bind_hash: u32;
  @at(552) icsk_timeout: u32;
  @embed(556) icsk_retransmit_timer: timer_list;
  @embed(584) icsk_delack_timer: timer_list;
  @at(612) icsk_rto: u32;
  @at(616) icsk_pmtu_cookie: u32;
  @at(620) icsk_ca_ops: u32;
  @at(624) icsk_af_ops: u32;
  @at(628) icsk_sync_mss: u32;
  @at(632) icsk_ca_state: u8;
  @at(633) icsk_retransmits: u8;
  @at(634) icsk_pending: u8;
  @at(635) icsk_backoff: u8;
  @at(636) icsk_syn_retries: u8;
  @at(637) icsk_probes_out: u8;
  @at(638) icsk_ext_hdr_len: u16;
  @at(640) icsk_ack_pending: u8;
  @at(642) icsk_ack_pingpong: u8;
  @at(643) icsk_ack_blocked: u8;
  @at(656) icsk_ack_last_seg_size: u16;
  @at(658) icsk_ack_rcv_mss: u16;
  @at(660) icsk_mtup_enabled: i32;
  @at(664) icsk_mtup_search_high: i32;
  @at(668) icsk_mtup_search_low: i32;
  @at(672) icsk_mtup_probe_size: i32;
}

/** struct tcp_sock, 1196 bytes. */
@unmanaged
@struct(1196)
export class tcp_sock extends inet_connection_sock {
  @at(744) tcp_header_len: u16;
  @at(748) pred_flags: u32;
  @at(752) rcv_nxt: u32;
  @at(756) copied_seq: u32;
  @at(760) rcv_wup: u32;
  @at(764) snd_nxt: u32;
  @at(768) snd_una: u32;
  @at(772) snd_sml: u32;
  @at(776) rcv_tstamp: u32;
  @at(780) lsndtime: u32;
  @embed(784) tsq_node: list_head;
  @at(792) tsq_flags: u32;
  @embed(796) ucopy_prequeue: sk_buff_head;
  @at(812) ucopy_task: u32;
  @at(820) ucopy_memory: i32;
  @at(824) ucopy_len: i32;
  @at(828) snd_wl1: u32;
  @at(832) snd_wnd: u32;
  @at(836) max_window: u32;
  @at(840) mss_cache: u32;
  @at(844) window_clamp: u32;
  @at(848) rcv_ssthresh: u32;
  @at(852) frto_highmark: u32;
  @at(856) advmss: u16;
  @at(858) frto_counter: u8;
  @at(859) nonagle_bits: u8; // bits: nonagle 0-3, thin_lto 4, thin_dupack 5, repair 6, unused 7
  @at(861) do_early_retrans_bits: u8; // bits: do_early_retrans 0, early_retrans_delayed 1, syn_data 2, syn_fastopen 3
  @at(864) srtt: u32;
  @at(868) mdev: u32;
  @at(872) mdev_max: u32;
  @at(876) rttvar: u32;
  @at(880) rtt_seq: u32;
  @at(884) packets_out: u32;
  @at(888) retrans_out: u32;
  @at(892) urg_data: u16;
  @at(894) ecn_flags: u8;
  @at(895) reordering: u8;
  @embed(904) rx_opt: tcp_options_received;
  @at(928) snd_ssthresh: u32;
  @at(932) snd_cwnd: u32;
  @at(936) snd_cwnd_cnt: u32;
  @at(940) snd_cwnd_clamp: u32;
  @at(948) snd_cwnd_stamp: u32;
  @at(952) prior_cwnd: u32;
  @at(964) rcv_wnd: u32;
  @at(968) write_seq: u32;
  @at(972) pushed_seq: u32;
  @at(976) lost_out: u32;
  @at(980) sacked_out: u32;
  @at(984) fackets_out: u32;
  @at(992) bytes_acked: u32;
  @embed(1008) out_of_order_queue: sk_buff_head;
  @at(1116) high_seq: u32;
  @at(1120) retrans_stamp: u32;
  @at(1124) undo_marker: u32;
  @at(1132) total_retrans: u32;
  @at(1148) linger2: i32;
  @at(1164) rcvq_space_space: i32;
  @at(1192) cookie_values: u32;
}

/** struct inet_timewait_sock, 84 bytes. */
@unmanaged
@struct(84)
export class inet_timewait_sock {
  @at(0) tw_daddr: u32;
  @at(4) tw_rcv_saddr: u32;
  @at(8) tw_hash: u32;
  @at(12) tw_family: u16;
  @at(14) tw_state: u8;
  @at(15) tw_reuse: u8;
  @at(16) tw_bound_dev_if: i32;
  @embed(20) tw_bind_node: hlist_node;
  @at(28) tw_prot: u32;
  @at(32) tw_net: u32;
  @embed(36) tw_node: hlist_node;
  @at(48) tw_refcnt: u32;
  @at(52) tw_timeout: i32;
  @at(56) tw_substate: u8;
  @at(57) tw_rcv_wscale: u8;
  @at(58) tw_sport: u16;
  @at(60) tw_dport: u16;
  @at(62) tw_num: u16;
  @at(64) tw_ipv6only_bits: u8; // bits: tw_ipv6only 0, tw_transparent 1, tw_pad 2-7
  @at(68) tw_ttd: u32;
  @at(72) tw_tb: u32;
  @embed(76) tw_death_node: hlist_node;
}

/** struct tcp_timewait_sock, 108 bytes. */
@unmanaged
@struct(108)
export class tcp_timewait_sock extends inet_timewait_sock {
  @at(84) tw_rcv_nxt: u32;
  @at(88) tw_snd_nxt: u32;
  @at(92) tw_rcv_wnd: u32;
  @at(96) tw_ts_recent: u32;
  @at(100) tw_ts_recent_stamp: i32;
}

/** struct ipv6_pinfo, 140 bytes. */
@unmanaged
@struct(140)
export class ipv6_pinfo {
  @at(94) recverr_bits: u8; // bits: recverr 0, sndflow 1, pmtudisc 2-3, ipv6only 4, srcprefs 5-7
  @at(120) opt: u32;
}

/** struct request_sock, 40 bytes. */
@unmanaged
@struct(40)
export class request_sock {
  @at(0) dl_next: u32;
  @at(4) mss: u16;
  @at(6) retrans: u8;
  @at(7) cookie_ts: u8;
  @at(8) window_clamp: u32;
  @at(12) rcv_wnd: u32;
  @at(16) ts_recent: u32;
  @at(20) expires: u32;
  @at(24) rsk_ops: u32;
  @at(28) sk: u32;
}

/** struct inet_request_sock, 60 bytes. */
@unmanaged
@struct(60)
export class inet_request_sock extends request_sock {
  @at(42) loc_port: u16;
  @at(44) loc_addr: u32;
  @at(48) rmt_addr: u32;
  @at(52) rmt_port: u16;
  @at(54) snd_wscale_bits: u8; // bits: snd_wscale 0-3, rcv_wscale 4-7
  @at(55) tstamp_ok_bits: u8; // bits: tstamp_ok 0, sack_ok 1, wscale_ok 2, ecn_ok 3, acked 4, no_srccheck 5
  @at(56) opt: u32;
}

/** struct tcp_request_sock, 72 bytes. */
@unmanaged
@struct(72)
export class tcp_request_sock extends inet_request_sock {
  @at(60) rcv_isn: u32;
  @at(64) snt_isn: u32;
  @at(68) snt_synack: u32;
}

/** struct request_sock_ops, 36 bytes. */
@unmanaged
@struct(36)
export class request_sock_ops {
  @at(0) family: i32;
  @at(4) obj_size: i32;
  @at(8) slab: u32;
  @at(16) rtx_syn_ack: u32;
  @at(28) destructor: u32;
  @at(32) syn_ack_timeout: u32;
}

/** struct request_sock_queue, 20 bytes. */
@unmanaged
@struct(20)
export class request_sock_queue {
  @at(0) rskq_accept_head: u32;
  @at(4) rskq_accept_tail: u32;
  @at(8) syn_wait_lock: u32;
  @at(12) rskq_defer_accept: u8;
  @at(16) listen_opt: u32;
}

/** struct listen_sock, 24 bytes. */
@unmanaged
@struct(24)
export class listen_sock {
  @at(0) max_qlen_log: u8;
  @at(1) synflood_warned: u8;
  @at(4) qlen: i32;
  @at(8) qlen_young: i32;
  @at(12) clock_hand: u32;
  @at(16) hash_rnd: u32;
  @at(20) nr_table_entries: u32;
}

/** struct inet_bind_bucket, 24 bytes. */
@unmanaged
@struct(24)
export class inet_bind_bucket {
  @at(0) ib_net: u32;
  @at(4) port: u16;
  @at(6) fastreuse: u16;
  @at(8) num_owners: i32;
  @embed(12) node: hlist_node;
  @embed(20) owners: hlist_head;
}

/** struct inet_bind_hashbucket, 8 bytes. */
@unmanaged
@struct(8)
export class inet_bind_hashbucket {
  @embed(4) chain: hlist_head;
}

/** struct inet_ehash_bucket, 8 bytes. */
@unmanaged
@struct(8)
export class inet_ehash_bucket {
  @embed(0) chain: hlist_nulls_head;
  @embed(4) twchain: hlist_nulls_head;
}

/** struct inet_listen_hashbucket, 8 bytes. */
@unmanaged
@struct(8)
export class inet_listen_hashbucket {
  @embed(4) head: hlist_nulls_head;
}

/** struct inet_hashinfo, 384 bytes. */
@unmanaged
@struct(384)
export class inet_hashinfo {
  @at(0) ehash: u32;
  @at(4) ehash_locks: u32;
  @at(8) ehash_mask: u32;
  @at(12) ehash_locks_mask: u32;
  @at(16) bhash: u32;
  @at(20) bhash_size: u32;
  @at(24) bind_bucket_cachep: u32;
}

/** struct sk_buff, 160 bytes. */
@unmanaged
@struct(160)
export class sk_buff {
  @at(0) next: u32;
  @at(4) prev: u32;
  @at(16) sk: u32;
  @at(20) dev: u32;
  @at(72) _skb_refdst: u32;
  @at(76) len: u32;
  @at(80) data_len: u32;
  @at(96) local_df_bits: u8; // bits: local_df 0, cloned 1, ip_summed 2-3, nohdr 4, nfctinfo 5-7
  @at(97) pkt_type_bits: u8; // bits: pkt_type 0-2, fclone 3-4, ipvs_property 5, peeked 6, nf_trace 7
  @at(98) protocol: u16;
  @at(100) destructor: u32;
  @at(104) skb_iif: i32;
  @at(114) queue_mapping: u16;
  @at(124) transport_header: u32;
  @at(128) network_header: u32;
  @at(140) end: u32;
  @at(144) head: u32;
  @at(148) data: u32;
}

/** struct skb_shared_info, 176 bytes. */
@unmanaged
@struct(176)
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
  @at(8) disconnect: u32;
  @at(12) accept: u32;
  @at(20) init: u32;
  @at(24) destroy: u32;
  @at(28) shutdown: u32;
  @at(52) bind: u32;
  @at(56) backlog_rcv: u32;
  @at(60) release_cb: u32;
  @at(68) hash: u32;
  @at(72) unhash: u32;
  @at(80) get_port: u32;
  @at(84) clear_sk: u32;
  @at(100) sockets_allocated: u32;
  @at(128) slab: u32;
  @at(132) obj_size: u32;
  @at(140) orphan_count: u32;
  @at(152) h_hashinfo: u32;
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
  @at(24) accept: u32;
  @at(28) getname: u32;
  @at(32) poll: u32;
  @at(40) listen: u32;
  @at(44) shutdown: u32;
  @at(48) setsockopt: u32;
  @at(52) getsockopt: u32;
  @at(56) sendmsg: u32;
  @at(60) recvmsg: u32;
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

/** struct socket_alloc, 340 bytes. */
@unmanaged
@struct(340)
export class socket_alloc {
  @embed(0) socket: socket;
}

/** struct inode, 312 bytes. */
@unmanaged
@struct(312)
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
  @at(74) i_bytes: u16;
  @at(76) i_blkbits: u32;
  @at(92) i_state: u32;
  @at(116) dirtied_when: u32;
  @embed(144) i_sb_list: list_head;
  @embed(152) i_dentry: hlist_head;
  @at(168) i_count: u32;
  @at(172) i_dio_count: u32;
  @at(176) i_writecount: u32;
  @at(180) i_fop: u32;
  @at(292) i_pipe: u32;
  @at(308) i_private: u32;
}

/** struct address_space, 96 bytes. */
@unmanaged
@struct(96)
export class address_space {
  @at(0) host: u32;
  @at(68) a_ops: u32;
  @at(72) flags: u32;
  @at(76) backing_dev_info: u32;
  @at(92) assoc_mapping: u32;
}

/** struct file, 136 bytes. */
@unmanaged
@struct(136)
export class file {
  @embed(0) f_u_fu_list: list_head;
  @at(16) f_op: u32;
  @at(32) f_flags: u32;
  @at(36) f_mode: u32;
  @at(72) f_cred: u32;
  @at(112) private_data: u32;
  @embed(116) f_ep_links: list_head;
  @at(132) f_mapping: u32;
}

/** struct dentry, 128 bytes. */
@unmanaged
@struct(128)
export class dentry {
  @at(0) d_flags: u32;
  @at(4) d_seq: u32;
  @at(16) d_parent: u32;
  @at(32) d_inode: u32;
  @at(72) d_count: u32;
  @at(80) d_op: u32;
  @at(84) d_sb: u32;
  @at(92) d_fsdata: u32;
  @embed(96) d_lru: list_head;
  @embed(104) d_u_d_child: list_head;
  @embed(112) d_subdirs: list_head;
  @embed(120) d_alias: hlist_node;
}

/** struct files_struct, 256 bytes. */
@unmanaged
@struct(256)
export class files_struct {
  @at(0) count: u32;
  @at(4) fdt: u32;
  @at(68) next_fd: i32;
}

/** struct fdtable, 28 bytes. */
@unmanaged
@struct(28)
export class fdtable {
  @at(0) max_fds: u32;
  @at(4) fd: u32;
  @at(8) close_on_exec: u32;
  @at(12) open_fds: u32;
  @at(24) next: u32;
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
  @at(19) num_sacks: u8;
  @at(20) user_mss: u16;
  @at(22) mss_clamp: u16;
}

/** struct dst_entry, 80 bytes. */
@unmanaged
@struct(80)
export class dst_entry {
  @at(12) dev: u32;
  @at(16) ops: u32;
  @at(20) _metrics: u32;
  @at(24) expires: u32;
  @at(48) flags: u16;
  @at(76) next: u32;
}

/** struct rtable, 112 bytes. */
@unmanaged
@struct(112)
export class rtable {
  @at(84) rt_flags: u32;
  @at(88) rt_type: u16;
  @at(92) rt_iif: i32;
}

/** struct net, 832 bytes. */
@unmanaged
@struct(832)
export class net {
  @at(4) count: u32;
}

/** struct page, 32 bytes. */
@unmanaged
@struct(32)
export class page {
  @at(0) flags: u32;
  @at(4) mapping: u32;
  @at(8) freelist: u32;
  @at(12) counters: u32;
  @at(12) _mapcount: u32;
  @at(12) inuse: u16;
  @at(16) _count: u32;
  @embed(20) lru: list_head;
  @at(20) next: u32;
  @at(24) pages: u16;
  @at(26) pobjects: u16;
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
  @at(48) ctor: u32;
  @at(52) inuse: i32;
  @at(56) align: i32;
  @at(64) name: u32;
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

/** struct slab, 28 bytes. */
@unmanaged
@struct(28)
export class slab {
  @at(16) inuse: u32;
}

/** struct inet_connection_sock_af_ops, 48 bytes. */
@unmanaged
@struct(48)
export class inet_connection_sock_af_ops {
  @at(24) net_header_len: u16;
  @at(26) net_frag_header_len: u16;
  @at(44) bind_conflict: u32;
}

/** struct inet_protosw, 24 bytes. */
@unmanaged
@struct(24)
export class inet_protosw {
  @at(8) type: u16;
  @at(10) protocol: u16;
  @at(12) prot: u32;
  @at(16) ops: u32;
  @at(20) no_check: u8;
  @at(21) flags: u8;
}
