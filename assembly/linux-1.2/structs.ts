// Layouts of Linux 1.2.13 on i386. From facts/layouts.json (compiler output); test/layout.test.ts compares every offset
// and size. Only what the path touches. Rows come from `node tools/facts.mjs struct 1.2 NAME`.

/** struct timer_list, 20 bytes. */
@unmanaged
@struct(20)
export class timer_list {
  @at(0) next: u32;
  @at(4) prev: u32;
  @at(8) expires: u32;
  @at(12) data: u32;
  @at(16) function_: u32;
}

/** struct wait_queue, 8 bytes. */
@unmanaged
@struct(8)
export class wait_queue {
  @at(0) task: u32;
  @at(4) next: u32;
}

/** struct sk_buff_head, 8 bytes. */
@unmanaged
@struct(8)
export class sk_buff_head {
  @at(0) next: u32;
  @at(4) prev: u32;
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
  @at(13) fin_bits: u8; // bits: fin 0, syn 1, rst 2, psh 3, ack 4, urg 5, res2 6-7
  @at(14) window: u16;
  @at(16) check: u16;
  @at(18) urg_ptr: u16;
}

/** struct iphdr, 20 bytes. */
@unmanaged
@struct(20)
export class iphdr {
  @at(0) ihl_bits: u8; // bits: ihl 0-3, version 4-7
  @at(1) tos: u8;
  @at(2) tot_len: u16;
  @at(4) id: u16;
  @at(6) frag_off: u16;
  @at(8) ttl: u8;
  @at(9) protocol: u8;
  @at(10) check: u16;
  @at(12) saddr: u32;
  @at(16) daddr: u32;
}

/** struct sk_buff, 88 bytes. */
@unmanaged
@struct(88)
export class sk_buff {
  @at(0) next: u32;
  @at(4) prev: u32;
  @at(8) link3: u32;
  @at(12) sk: u32;
  @at(16) when: u32;
  @at(28) dev: u32;
  @at(32) mem_addr: u32;
  @at(36) h_th: u32;
  @at(36) h_seq: u32;
  @at(40) ip_hdr: u32;
  @at(44) mem_len: u32;
  @at(48) len: u32;
  @at(52) fraglen: u32;
  @at(56) fraglist: u32;
  @at(60) truesize: u32;
  @at(64) saddr: u32;
  @at(68) daddr: u32;
  @at(72) raddr: u32;
  @at(76) acked: u8;
  @at(77) used: u8;
  @at(78) free: u8;
  @at(79) arp: u8;
  @at(81) lock: u8;
  @at(82) localroute: u8;
  @at(83) pkt_type: u8;
  @at(84) users: u16;
  @at(86) pkt_class: u16;
}

/** struct proto, 1220 bytes. */
@unmanaged
@struct(1220)
export class proto {
  @at(0) wmalloc: u32;
  @at(4) rmalloc: u32;
  @at(8) wfree: u32;
  @at(12) rfree: u32;
  @at(16) rspace: u32;
  @at(20) wspace: u32;
  @at(24) close: u32;
  @at(28) read: u32;
  @at(32) write: u32;
  @at(36) sendto: u32;
  @at(40) recvfrom: u32;
  @at(44) build_header: u32;
  @at(48) connect: u32;
  @at(52) accept: u32;
  @at(56) queue_xmit: u32;
  @at(60) retransmit: u32;
  @at(64) write_wakeup: u32;
  @at(68) read_wakeup: u32;
  @at(72) rcv: u32;
  @at(76) select: u32;
  @at(80) ioctl: u32;
  @at(84) init: u32;
  @at(88) shutdown: u32;
  @at(92) setsockopt: u32;
  @at(96) getsockopt: u32;
  @at(100) max_header: u16;
  @at(104) retransmits: u32;
  @at(1212) inuse: i32;
  @at(1216) highestinuse: i32;
}

/** struct sock, 368 bytes. */
@unmanaged
@struct(368)
export class sock {
  @at(0) opt: u32;
  @at(4) wmem_alloc: u32;
  @at(8) rmem_alloc: u32;
  @at(12) write_seq: u32;
  @at(16) sent_seq: u32;
  @at(20) acked_seq: u32;
  @at(24) copied_seq: u32;
  @at(28) rcv_ack_seq: u32;
  @at(32) window_seq: u32;
  @at(36) fin_seq: u32;
  @at(40) urg_seq: u32;
  @at(44) urg_data: u32;
  @at(48) inuse: u8;
  @at(49) dead: u8;
  @at(50) urginline: u8;
  @at(51) intr: u8;
  @at(52) blog: u8;
  @at(53) done: u8;
  @at(54) reuse: u8;
  @at(55) keepopen: u8;
  @at(56) linger: u8;
  @at(57) delay_acks: u8;
  @at(58) destroy: u8;
  @at(59) ack_timed: u8;
  @at(60) no_check: u8;
  @at(61) zapped: u8;
  @at(62) broadcast: u8;
  @at(63) nonagle: u8;
  @at(64) lingertime: u32;
  @at(68) proc: i32;
  @at(72) next: u32;
  @at(76) prev: u32;
  @at(80) pair: u32;
  @at(84) send_head: u32;
  @at(88) send_tail: u32;
  @embed(92) back_log: sk_buff_head;
  @at(100) partial: u32;
  @at(124) retransmits: i32;
  @embed(128) write_queue: sk_buff_head;
  @embed(136) receive_queue: sk_buff_head;
  @at(144) prot: u32;
  @at(148) sleep: u32;
  @at(152) daddr: u32;
  @at(156) saddr: u32;
  @at(160) max_unacked: u16;
  @at(162) window: u16;
  @at(164) bytes_rcv: u16;
  @at(166) mtu: u16;
  @at(168) mss: u16;
  @at(170) user_mss: u16;
  @at(172) max_window: u16;
  @at(176) window_clamp: u32;
  @at(180) num: u16;
  @at(182) cong_window: u16;
  @at(184) cong_count: u16;
  @at(186) ssthresh: u16;
  @at(188) packets_out: u16;
  @at(190) shutdown: u16;
  @at(192) rtt: u32;
  @at(196) mdev: u32;
  @at(200) rto: u32;
  @at(204) backoff: u16;
  @at(206) err: u16;
  @at(208) protocol: u8;
  @at(209) state: u8;
  @at(210) ack_backlog: u8;
  @at(211) max_ack_backlog: u8;
  @at(212) priority: u8;
  @at(213) debug: u8;
  @at(214) rcvbuf: u16;
  @at(216) sndbuf: u16;
  @at(218) type: u16;
  @at(220) localroute: u8;
  @at(224) ip_ttl: i32;
  @at(228) ip_tos: i32;
  @embed(232) dummy_th: tcphdr;
  @embed(272) retransmit_timer: timer_list;
  @at(312) ip_xmit_timeout: i32;
  @at(316) timeout: i32;
  @embed(320) timer: timer_list;
  @at(348) socket: u32;
  @at(352) state_change: u32;
  @at(356) data_ready: u32;
  @at(360) write_space: u32;
  @at(364) error_report: u32;
}

/** struct socket, 44 bytes. */
@unmanaged
@struct(44)
export class socket {
  @at(0) type: u16;
  @at(4) state: u32;
  @at(8) flags: i32;
  @at(12) ops: u32;
  @at(16) data: u32;
  @at(20) conn: u32;
  @at(24) iconn: u32;
  @at(28) next: u32;
  @at(32) wait: u32;
  @at(36) inode: u32;
  @at(40) fasync_list: u32;
}

/** struct inode, 224 bytes. */
@unmanaged
@struct(224)
export class inode {
  @at(8) i_mode: u16;
  @at(12) i_uid: u16;
  @at(14) i_gid: u16;
  @at(60) i_sb: u32;
  @at(64) i_wait: u32;
  @at(76) i_next: u32;
  @at(80) i_prev: u32;
  @at(104) i_count: u16;
  @at(113) i_sock: u8;
  @embed(116) u_socket_i: socket;
}

/** struct file, 48 bytes. */
@unmanaged
@struct(48)
export class file {
  @at(0) f_mode: u16;
  @at(12) f_flags: u16;
  @at(14) f_count: u16;
  @at(16) f_reada: u32;
  @at(20) f_next: u32;
  @at(24) f_prev: u32;
  @at(28) f_owner: i32;
  @at(32) f_inode: u32;
  @at(36) f_op: u32;
  @at(40) f_version: u32;
  @at(44) private_data: u32;
}

/** struct size_descriptor, 36 bytes. */
@unmanaged
@struct(36)
export class size_descriptor {
  @at(0) firstfree: u32;
  @at(4) dmafree: u32;
  @at(8) size: i32;
  @at(12) nblocks: i32;
  @at(16) nmallocs: i32;
  @at(20) nfrees: i32;
  @at(24) nbytesmalloced: i32;
  @at(28) npages: i32;
  @at(32) gfporder: u32;
}

/** struct page_descriptor, 16 bytes. */
@unmanaged
@struct(16)
export class page_descriptor {
  @at(0) next: u32;
  @at(4) firstfree: u32;
  @at(8) order: i32;
  @at(12) nfree: i32;
}

/** struct block_header, 8 bytes. */
@unmanaged
@struct(8)
export class block_header {
  @at(0) bh_flags: u32;
  @at(4) vp_ubh_length: u32;
  @at(4) vp_fbh_next: u32;
}

/** struct device, 188 bytes. */
@unmanaged
@struct(188)
export class device {
  @at(52) flags: u16;
  @at(58) mtu: u16;
  @at(62) hard_header_len: u16;
  @at(84) pa_addr: u32;
  @at(96) pa_mask: u32;
}
