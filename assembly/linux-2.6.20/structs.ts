// Layouts of Linux 2.6.20 on i386: SMP, IPv6 on, 64-byte lines. From facts/layouts.json (compiler output); test/layout.test.ts
// compares every offset and size. Only what the path touches.
// Rows come from `node tools/facts.mjs struct 2.6.20 NAME`.

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
  @at(4) owner: u32;
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

/** struct timer_list, 24 bytes. */
@unmanaged
@struct(24)
export class timer_list {
  @embed(0) entry: list_head;
  @at(8) expires: u32;
  @at(16) data: u32;
  @at(20) base: u32;
}

/** struct sock, 340 bytes. */
@unmanaged
@struct(340)
export class sock {
  @at(0) sk_family: u16;
  @at(2) sk_state: u8;
  @at(3) sk_reuse: u8;
  @at(4) sk_bound_dev_if: i32;
  @embed(8) sk_node: hlist_node;
  @embed(16) sk_bind_node: hlist_node;
  @at(28) sk_hash: u32;
  @at(32) sk_prot: u32;
  @at(36) sk_shutdown_bits: u8; // bits: sk_shutdown 0-1, sk_no_check 2-3, sk_userlocks 4-7
  @at(37) sk_protocol: u8;
  @at(38) sk_type: u16;
  @at(40) sk_rcvbuf: i32;
  @embed(44) sk_lock: socket_lock_t;
  @at(64) sk_sleep: u32;
  @at(68) sk_dst_cache: u32;
  @at(84) sk_rmem_alloc: u32;
  @at(88) sk_wmem_alloc: u32;
  @at(92) sk_omem_alloc: u32;
  @embed(96) sk_receive_queue: sk_buff_head;
  @embed(112) sk_write_queue: sk_buff_head;
  @at(144) sk_wmem_queued: i32;
  @at(148) sk_forward_alloc: i32;
  @at(152) sk_allocation: u32;
  @at(156) sk_sndbuf: i32;
  @at(160) sk_route_caps: i32;
  @at(164) sk_gso_type: i32;
  @at(168) sk_rcvlowat: i32;
  @at(172) sk_flags: u32;
  @at(176) sk_lingertime: u32;
  @at(180) sk_backlog_head: u32;
  @at(184) sk_backlog_tail: u32;
  @embed(188) sk_error_queue: sk_buff_head;
  @at(204) sk_prot_creator: u32;
  @at(212) sk_err: i32;
  @at(216) sk_err_soft: i32;
  @at(220) sk_ack_backlog: u16;
  @at(222) sk_max_ack_backlog: u16;
  @at(224) sk_priority: u32;
  @at(240) sk_rcvtimeo: i32;
  @at(244) sk_sndtimeo: i32;
  @at(248) sk_filter: u32;
  @embed(256) sk_timer: timer_list;
  @at(288) sk_socket: u32;
  @at(296) sk_sndmsg_page: u32;
  @at(300) sk_send_head: u32;
  @at(304) sk_sndmsg_off: u32;
  @at(308) sk_write_pending: i32;
  @at(316) sk_state_change: u32;
  @at(320) sk_data_ready: u32;
  @at(324) sk_write_space: u32;
  @at(328) sk_error_report: u32;
  @at(332) sk_backlog_rcv: u32;
  @at(336) sk_destruct: u32;
}

/** struct inet_sock, 472 bytes. */
@unmanaged
@struct(472)
export class inet_sock extends sock {
  @at(340) pinet6: u32;
  @at(344) daddr: u32;
  @at(348) rcv_saddr: u32;
  @at(352) dport: u16;
  @at(354) num: u16;
  @at(356) saddr: u32;
  @at(360) uc_ttl: u16;
  @at(364) opt: u32;
  @at(368) sport: u16;
  @at(370) id: u16;
  @at(372) tos: u8;
  @at(373) mc_ttl: u8;
  @at(375) recverr_bits: u8; // bits: recverr 0, is_icsk 1, freebind 2, hdrincl 3, mc_loop 4
  @at(376) mc_index: i32;
  @at(384) mc_list: u32;
}

/** struct inet_connection_sock, 676 bytes. */
@unmanaged
@struct(676)
export class inet_connection_sock extends inet_sock {
  @embed(472) icsk_accept_queue: request_sock_queue;
  @at(492) icsk_bind_hash: u32;
  @at(496) icsk_timeout: u32;
  @embed(500) icsk_retransmit_timer: timer_list;
  @embed(524) icsk_delack_timer: timer_list;
  @at(548) icsk_rto: u32;
  @at(552) icsk_pmtu_cookie: u32;
  @at(556) icsk_ca_ops: u32;
  @at(560) icsk_af_ops: u32;
  @at(564) icsk_sync_mss: u32;
  @at(568) icsk_ca_state: u8;
  @at(569) icsk_retransmits: u8;
  @at(570) icsk_pending: u8;
  @at(571) icsk_backoff: u8;
  @at(572) icsk_syn_retries: u8;
  @at(573) icsk_probes_out: u8;
  @at(574) icsk_ext_hdr_len: u16;
  @at(576) icsk_ack_pending: u8;
  @at(578) icsk_ack_pingpong: u8;
  @at(579) icsk_ack_blocked: u8;
  @at(592) icsk_ack_last_seg_size: u16;
  @at(594) icsk_ack_rcv_mss: u16;
  @at(596) icsk_mtup_enabled: i32;
  @at(600) icsk_mtup_search_high: i32;
  @at(604) icsk_mtup_search_low: i32;
  @at(608) icsk_mtup_probe_size: i32;
}

/** struct tcp_sock, 1096 bytes. */
@unmanaged
@struct(1096)
export class tcp_sock extends inet_connection_sock {
  @at(676) tcp_header_len: u16;
  @at(680) pred_flags: u32;
  @at(684) rcv_nxt: u32;
  @at(688) snd_nxt: u32;
  @at(692) snd_una: u32;
  @at(696) snd_sml: u32;
  @at(700) rcv_tstamp: u32;
  @at(704) lsndtime: u32;
  @embed(708) ucopy_prequeue: sk_buff_head;
  @at(724) ucopy_task: u32;
  @at(732) ucopy_memory: i32;
  @at(736) ucopy_len: i32;
  @at(740) snd_wl1: u32;
  @at(744) snd_wnd: u32;
  @at(748) max_window: u32;
  @at(752) mss_cache: u32;
  @at(756) window_clamp: u32;
  @at(760) rcv_ssthresh: u32;
  @at(764) frto_highmark: u32;
  @at(768) reordering: u8;
  @at(769) frto_counter: u8;
  @at(770) nonagle: u8;
  @at(772) srtt: u32;
  @at(776) mdev: u32;
  @at(780) mdev_max: u32;
  @at(784) rttvar: u32;
  @at(788) rtt_seq: u32;
  @at(792) packets_out: u32;
  @at(796) left_out: u32;
  @at(800) retrans_out: u32;
  @embed(804) rx_opt: tcp_options_received;
  @at(828) snd_ssthresh: u32;
  @at(832) snd_cwnd: u32;
  @at(836) snd_cwnd_cnt: u16;
  @at(838) snd_cwnd_clamp: u16;
  @at(844) snd_cwnd_stamp: u32;
  @embed(848) out_of_order_queue: sk_buff_head;
  @at(864) rcv_wnd: u32;
  @at(868) rcv_wup: u32;
  @at(872) write_seq: u32;
  @at(876) pushed_seq: u32;
  @at(880) copied_seq: u32;
  @at(992) advmss: u16;
  @at(996) lost_out: u32;
  @at(1000) sacked_out: u32;
  @at(1004) fackets_out: u32;
  @at(1012) retrans_stamp: u32;
  @at(1016) undo_marker: u32;
  @at(1028) urg_data: u16;
  @at(1031) ecn_flags: u8;
  @at(1040) bytes_acked: u32;
  @at(1052) linger2: i32;
  @at(1056) last_synq_overflow: u32;
  @at(1076) rcvq_space_space: i32;
}

/** struct inet_timewait_sock, 76 bytes. */
@unmanaged
@struct(76)
export class inet_timewait_sock {
  @at(0) tw_family: u16;
  @at(2) tw_state: u8;
  @at(3) tw_reuse: u8;
  @at(4) tw_bound_dev_if: i32;
  @embed(8) tw_node: hlist_node;
  @embed(16) tw_bind_node: hlist_node;
  @at(24) tw_refcnt: u32;
  @at(28) tw_hash: u32;
  @at(32) tw_prot: u32;
  @at(36) tw_substate: u8;
  @at(37) tw_rcv_wscale: u8;
  @at(38) tw_sport: u16;
  @at(40) tw_daddr: u32;
  @at(44) tw_rcv_saddr: u32;
  @at(48) tw_dport: u16;
  @at(50) tw_num: u16;
  @at(52) tw_ipv6only_bits: u8; // bits: tw_ipv6only 0
  @at(56) tw_timeout: i32;
  @at(60) tw_ttd: u32;
  @at(64) tw_tb: u32;
  @embed(68) tw_death_node: hlist_node;
}

/** struct tcp_timewait_sock, 96 bytes. */
@unmanaged
@struct(96)
export class tcp_timewait_sock extends inet_timewait_sock {
  @at(76) tw_rcv_nxt: u32;
  @at(80) tw_snd_nxt: u32;
  @at(84) tw_rcv_wnd: u32;
  @at(88) tw_ts_recent: u32;
  @at(92) tw_ts_recent_stamp: i32;
}

/** struct ipv6_pinfo, 112 bytes. */
@unmanaged
@struct(112)
export class ipv6_pinfo {
  @at(70) mc_loop_bits: u8; // bits: mc_loop 0, recverr 1, sndflow 2, pmtudisc 3-4, ipv6only 5
  @at(88) opt: u32;
}

/** struct request_sock, 40 bytes. */
@unmanaged
@struct(40)
export class request_sock {
  @at(0) dl_next: u32;
  @at(4) mss: u16;
  @at(6) retrans: u8;
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
  @at(44) loc_addr: u32;
  @at(48) rmt_addr: u32;
  @at(52) rmt_port: u16;
  @at(54) snd_wscale_bits: u8; // bits: snd_wscale 0-3, rcv_wscale 4-7
  @at(55) tstamp_ok_bits: u8; // bits: tstamp_ok 0, sack_ok 1, wscale_ok 2, ecn_ok 3, acked 4
  @at(56) opt: u32;
}

/** struct tcp_request_sock, 68 bytes. */
@unmanaged
@struct(68)
export class tcp_request_sock extends inet_request_sock {
  @at(60) rcv_isn: u32;
  @at(64) snt_isn: u32;
}

/** struct request_sock_ops, 28 bytes. */
@unmanaged
@struct(28)
export class request_sock_ops {
  @at(0) family: i32;
  @at(4) obj_size: i32;
  @at(8) slab: u32;
  @at(12) rtx_syn_ack: u32;
  @at(24) destructor: u32;
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
  @at(4) qlen: i32;
  @at(8) qlen_young: i32;
  @at(12) clock_hand: u32;
  @at(16) hash_rnd: u32;
  @at(20) nr_table_entries: u32;
}

/** struct inet_bind_bucket, 16 bytes. */
@unmanaged
@struct(16)
export class inet_bind_bucket {
  @at(0) port: u16;
  @at(2) fastreuse: u16;
  @embed(4) node: hlist_node;
  @embed(12) owners: hlist_head;
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
  @embed(4) chain: hlist_head;
}

/** struct inet_hashinfo, 256 bytes. */
@unmanaged
@struct(256)
export class inet_hashinfo {
  @at(0) ehash: u32;
  @at(4) bhash: u32;
  @at(8) bhash_size: i32;
  @at(12) ehash_size: u32;
  @at(196) lhash_users: u32;
  @embed(200) lhash_wait: wait_queue_head_t;
  @at(212) bind_bucket_cachep: u32;
}

/** struct sk_buff, 152 bytes. */
@unmanaged
@struct(152)
export class sk_buff {
  @at(0) next: u32;
  @at(4) prev: u32;
  @at(8) sk: u32;
  @at(20) dev: u32;
  @at(28) h_th: u32;
  @at(28) h_raw: u32;
  @at(32) nh_iph: u32;
  @at(32) nh_raw: u32;
  @at(40) dst: u32;
  @at(96) len: u32;
  @at(100) data_len: u32;
  @at(108) csum: u32;
  @at(116) local_df_bits: u8; // bits: local_df 0, cloned 1, ip_summed 2-3, nohdr 4, nfctinfo 5-7
  @at(117) pkt_type_bits: u8; // bits: pkt_type 0-2, fclone 3-4, ipvs_property 5
  @at(118) protocol: u16;
  @at(120) destructor: u32;
  @at(136) head: u32;
  @at(140) data: u32;
  @at(148) end: u32;
}

/** struct skb_shared_info, 164 bytes. */
@unmanaged
@struct(164)
export class skb_shared_info {
  @at(4) nr_frags: u16;
  @at(16) frag_list: u32;
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
  @at(4) id: u16;
  @at(8) ttl: u8;
  @at(9) protocol: u8;
  @at(12) saddr: u32;
  @at(16) daddr: u32;
}

/** struct proto, 688 bytes. */
@unmanaged
@struct(688)
export class proto {
  @at(0) close: u32;
  @at(8) disconnect: u32;
  @at(12) accept: u32;
  @at(20) init: u32;
  @at(24) destroy: u32;
  @at(28) shutdown: u32;
  @at(60) bind: u32;
  @at(64) backlog_rcv: u32;
  @at(68) hash: u32;
  @at(72) unhash: u32;
  @at(76) get_port: u32;
  @at(88) sockets_allocated: u32;
  @at(112) slab: u32;
  @at(116) obj_size: u32;
  @at(120) orphan_count: u32;
  @at(132) owner: u32;
  @embed(168) node: list_head;
}

/** struct proto_ops, 84 bytes. */
@unmanaged
@struct(84)
export class proto_ops {
  @at(0) family: i32;
  @at(4) owner: u32;
  @at(8) release: u32;
  @at(12) bind: u32;
  @at(16) connect: u32;
  @at(24) accept: u32;
  @at(28) getname: u32;
  @at(32) poll: u32;
  @at(44) listen: u32;
  @at(48) shutdown: u32;
  @at(52) setsockopt: u32;
  @at(56) getsockopt: u32;
  @at(68) sendmsg: u32;
  @at(72) recvmsg: u32;
}

/** struct socket, 40 bytes. */
@unmanaged
@struct(40)
export class socket {
  @at(0) state: u32;
  @at(4) flags: u32;
  @at(8) ops: u32;
  @at(12) fasync_list: u32;
  @at(16) file: u32;
  @at(20) sk: u32;
  @embed(24) wait: wait_queue_head_t;
  @at(36) type: u16;
}

/** struct socket_alloc, 360 bytes. */
@unmanaged
@struct(360)
export class socket_alloc {
  @embed(0) socket: socket;
}

/** struct inode, 320 bytes. */
@unmanaged
@struct(320)
export class inode {
  @embed(8) i_list: list_head;
  @embed(16) i_sb_list: list_head;
  @embed(24) i_dentry: list_head;
  @at(32) i_ino: u32;
  @at(36) i_count: u32;
  @at(40) i_nlink: u32;
  @at(44) i_uid: u32;
  @at(48) i_gid: u32;
  @at(52) i_rdev: u32;
  @at(96) i_blkbits: u32;
  @at(100) i_blocks: u32;
  @at(104) i_bytes: u16;
  @at(106) i_mode: u16;
  @at(144) i_op: u32;
  @at(148) i_fop: u32;
  @at(152) i_sb: u32;
  @at(160) i_mapping: u32;
  @at(256) i_pipe: u32;
  @at(264) i_generation: u32;
  @at(300) i_state: u32;
  @at(304) dirtied_when: u32;
  @at(308) i_flags: u32;
  @at(312) i_writecount: u32;
  @at(316) i_private: u32;
}

/** struct address_space, 84 bytes. */
@unmanaged
@struct(84)
export class address_space {
  @at(0) host: u32;
  @at(56) a_ops: u32;
  @at(60) flags: u32;
  @at(64) backing_dev_info: u32;
  @at(80) assoc_mapping: u32;
}

/** struct file, 136 bytes. */
@unmanaged
@struct(136)
export class file {
  @embed(0) f_u_fu_list: list_head;
  @at(16) f_op: u32;
  @at(24) f_flags: u32;
  @at(28) f_mode: u16;
  @at(64) f_uid: u32;
  @at(68) f_gid: u32;
  @at(116) private_data: u32;
  @embed(120) f_ep_links: list_head;
  @at(132) f_mapping: u32;
}

/** struct dentry, 128 bytes. */
@unmanaged
@struct(128)
export class dentry {
  @at(4) d_flags: u32;
  @at(12) d_inode: u32;
  @at(24) d_parent: u32;
  @embed(48) d_u_d_child: list_head;
  @embed(56) d_subdirs: list_head;
  @embed(64) d_alias: list_head;
  @at(76) d_op: u32;
  @at(80) d_sb: u32;
  @at(84) d_fsdata: u32;
  @at(88) d_mounted: i32;
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
  @at(18) eff_sacks: u8;
  @at(19) num_sacks: u8;
  @at(20) user_mss: u16;
  @at(22) mss_clamp: u16;
}

/** struct dst_entry, 136 bytes. */
@unmanaged
@struct(136)
export class dst_entry {
  @at(0) next: u32;
  @at(16) dev: u32;
  @at(24) flags: i32;
  @at(32) expires: u32;
  @at(124) ops: u32;
}

/** struct rtable, 232 bytes. */
@unmanaged
@struct(232)
export class rtable {
  @at(140) rt_flags: u32;
  @at(144) rt_type: u16;
  @at(156) rt_iif: i32;
}

/** struct page, 32 bytes. */
@unmanaged
@struct(32)
export class page {
  @at(0) flags: u32;
  @at(4) _count: u32;
  @at(8) _mapcount: u32;
  @at(12) private_: u32;
  @at(16) mapping: u32;
  @embed(24) lru: list_head;
}

/** struct vm_struct, 28 bytes. */
@unmanaged
@struct(28)
export class vm_struct {
  @at(0) next: u32;
  @at(4) addr: u32;
  @at(8) size: u32;
  @at(12) flags: u32;
  @at(16) pages: u32;
  @at(20) nr_pages: u32;
  @at(24) phys_addr: u32;
}

/** struct kmem_cache, 112 bytes. */
@unmanaged
@struct(112)
export class kmem_cache {
  @at(32) batchcount: u32;
  @at(36) limit: u32;
  @at(40) shared: u32;
  @at(44) buffer_size: u32;
  @at(48) reciprocal_buffer_size: u32;
  @at(56) flags: u32;
  @at(60) num: u32;
  @at(64) gfporder: u32;
  @at(68) gfpflags: u32;
  @at(72) colour: u32;
  @at(76) colour_off: u32;
  @at(80) slabp_cache: u32;
  @at(84) slab_size: u32;
  @at(92) ctor: u32;
  @at(96) dtor: u32;
  @at(100) name: u32;
  @embed(104) next: list_head;
}

/** struct array_cache, 20 bytes. */
@unmanaged
@struct(20)
export class array_cache {
  @at(0) avail: u32;
  @at(4) limit: u32;
  @at(8) batchcount: u32;
  @at(12) touched: u32;
}

/** struct kmem_list3, 56 bytes. */
@unmanaged
@struct(56)
export class kmem_list3 {
  @embed(0) slabs_partial: list_head;
  @embed(8) slabs_full: list_head;
  @embed(16) slabs_free: list_head;
  @at(24) free_objects: u32;
  @at(28) free_limit: u32;
  @at(32) colour_next: u32;
  @at(40) shared: u32;
  @at(52) free_touched: i32;
}

/** struct slab, 28 bytes. */
@unmanaged
@struct(28)
export class slab {
  @at(8) colouroff: u32;
  @at(12) s_mem: u32;
  @at(16) inuse: u32;
  @at(20) free: u32;
  @at(24) nodeid: u16;
}

/** struct cache_sizes, 12 bytes. */
@unmanaged
@struct(12)
export class cache_sizes {
  @at(0) cs_size: u32;
  @at(4) cs_cachep: u32;
  @at(8) cs_dmacachep: u32;
}

/** struct inet_protosw, 28 bytes. */
@unmanaged
@struct(28)
export class inet_protosw {
  @at(8) type: u16;
  @at(10) protocol: u16;
  @at(12) prot: u32;
  @at(16) ops: u32;
  @at(20) capability: i32;
  @at(24) no_check: u8;
  @at(25) flags: u8;
}

/** struct inet_connection_sock_af_ops, 48 bytes. */
@unmanaged
@struct(48)
export class inet_connection_sock_af_ops {
  @at(24) net_header_len: u16;
}
