// Where Linux 3.6 keeps its code, and what it costs: a row for each function (text), for each loop or branch that is
// charged apart (part) and for each measured block (block). The columns are explained in machine/text.ts.
// Addresses: System.map of the traced kernel. Bytes: facts/functions.json, or as the row says. Instructions and stack
// accesses: traces of the real kernel, or what functions.json has on the way without jumps. A row's comment says which;
// `node tools/facts.mjs rows 3.6 NAME` prints it (blocks: `blocks 3.6 CASE NAME`). A block's
// lines are those that nothing else in the SYN or ACK touches (`lines`). Below, under its C file.
import { block, part, text } from "../machine/text";

// kernel/spinlock.c
export const _raw_spin_lock = text(0xc11ff800, 34, 6, 1, 0); // trace listen_first_bl128
export const _raw_spin_lock_bh = text(0xc11ff830, 43, 10, 2, 2); // trace listen_first_bl128
export const _raw_spin_unlock_bh = text(0xc11ff940, 11, 3, 1, 0); // trace listen_first_bl128
export const _raw_write_lock = text(0xc11ff970, 15, 3, 1, 0); // trace synseen_inject_others0_target_oldest
export const _raw_write_lock_bh = text(0xc11ff9a0, 26, 8, 2, 2); // trace listen_first_bl128
export const _raw_write_unlock_bh = text(0xc11ffa70, 15, 3, 1, 0); // trace listen_first_bl128
export const _raw_read_lock = text(0xc11ff960, 11, 4, 1, 1); // functions.json fall-through
export const _raw_spin_lock_irqsave = text(0xc11ff890, 37, 12, 3, 2); // trace listen_first_bl128
export const _raw_spin_unlock_irqrestore = text(0xc11ff950, 6, 4, 2, 1); // trace listen_first_bl128
export const _raw_spin_lock_irq = text(0xc11ff860, 34, 7, 1, 0); // trace connect_others0_target_oldest
export const _raw_read_lock_bh = text(0xc11ff980, 22, 9, 2, 3); // functions.json fall-through
export const _raw_read_unlock_bh = text(0xc11ffa60, 11, 3, 1, 0); // functions.json fall-through

// kernel/softirq.c
export const local_bh_disable = text(0xc102c4a0, 15, 4, 2, 1); // trace listen_first_bl128
export const local_bh_enable_ip = text(0xc102c550, 133, 21, 4, 3); // trace listen_first_bl128
export const local_bh_enable = text(0xc102c4c0, 133, 21, 4, 3); // trace listen_first_bl128

// kernel/sched/core.c
export const __wake_up = text(0xc104b380, 57, 26, 7, 10); // trace listen_first_bl128
export const __wake_up_common = text(0xc1048650, 104, 25, 6, 6); // trace listen_first_bl128

// net/ipv4/inet_hashtables.c
export const inet_bind_bucket_create = text(0xc1189640, 80, 29, 5, 4); // functions.json fall-through
export const inet_bind_bucket_destroy = text(0xc1189690, 38, 13, 2, 1); // functions.json, whole function
export const inet_bind_hash = text(0xc11896c0, 61, 18, 2, 1); // functions.json fall-through
export const inet_put_port = text(0xc1189700, 155, 38, 3, 5); // functions.json fall-through
export const inet_hash = text(0xc1189ce0, 228, 46, 5, 8); // trace listen_first_bl128
export const inet_unhash = text(0xc1189de0, 129, 34, 2, 4); // functions.json fall-through
export const __inet_hash_nolisten = text(0xc1189290, 265, 78, 5, 6); // trace connect_others0_target_oldest
export const __inet_inherit_port = text(0xc11897b0, 276, 46, 7, 6); // trace connect_others0_target_oldest
export const __inet_lookup_established = text(0xc1189a40, 320, 85, 14, 8); // trace synseen_inject_others0: empty chains
export const inet_lookup_established_turn = part(__inet_lookup_established, 320, 48, 8, 0, 0); // estimate: no trace has a full chain
export const inet_lookup_established_hit = part(__inet_lookup_established, 384, 64, 16, 0, 0); // estimate
export const __inet_lookup_listener = text(0xc11898b0, 192, 33, 9, 7); // trace synseen_inject_others0: nobody listens
export const inet_lookup_listener_turn = part(__inet_lookup_listener, 192, 64, 6, 0, 0); // trace syn_inject_others10: 6 a listener
export const inet_lookup_listener_score = part(__inet_lookup_listener, 256, 64, 21, 0, 0); // trace synseen_inject_others0: 82, scored twice

// net/core/sock.c
export const sock_prot_inuse_add = text(0xc1156bd0, 14, 3, 1, 0); // trace listen_first_bl128
export const sk_alloc = text(0xc1154d90, 98, 33, 6, 6); // functions.json fall-through
export const sk_prot_alloc = text(0xc1154180, 203, 25, 5, 5); // trace connect_others0_target_oldest
export const sock_init_data = text(0xc1155db0, 420, 67, 3, 3); // functions.json fall-through
export const sk_free = text(0xc1154e10, 21, 5, 1, 0); // functions.json fall-through
export const __sk_free = text(0xc1154310, 245, 48, 1, 4); // functions.json fall-through
export const sk_clone_lock = text(0xc1154e90, 531, 171, 7, 11); // trace connect_others0_target_oldest // without 2288 rep accesses
export const lock_sock_nested = text(0xc1155f50, 49, 11, 1, 2); // trace listen_first_bl128
export const release_sock = text(0xc1155f90, 259, 30, 5, 6); // trace listen_first_bl128
export const sock_def_readable = text(0xc1153f30, 86, 17, 2, 1); // trace connect_others0_target_oldest
export const sock_def_wakeup = text(0xc1153ef0, 36, 6, 1, 0); // trace connect_others0_target_oldest
export const sk_reset_timer = text(0xc1155d60, 22, 10, 2, 2); // trace connect_others0_target_oldest
export const sk_stop_timer = text(0xc1155d80, 33, 12, 2, 2); // functions.json fall-through
export const sock_setsockopt = text(0xc1156180, 1811, 70, 8, 10); // main path, by hand: functions.json has the whole function
export const sock_no_listen = text(0xc1155c10, 6, 2, 1, 0); // functions.json fall-through
export const sock_def_destruct = text(0xc1153e70, 11, 2, 0, 0); // functions.json fall-through; only its address is used
export const sock_def_write_space = text(0xc11540f0, 118, 26, 2, 1); // trace synseen_inject_others0_target_oldest; only its address is used
export const sock_def_error_report = text(0xc1153e80, 83, 19, 4, 4); // functions.json fall-through
export const sk_setup_caps = text(0xc1155190, 225, 57, 7, 7); // trace connect_others0
export const sock_getsockopt = text(0xc1154700, 1460, 60, 5, 12); // estimate: a fifth of functions.json's whole function

// kernel/wait.c
export const __init_waitqueue_head = text(0xc1040a60, 15, 5, 1, 0); // trace connect_others0_target_oldest

// net/socket.c
export const sys_socketcall = text(0xc1153670, 570, 26, 6, 5); // trace listen_first_bl128
export const sys_socket = text(0xc1152240, 143, 39, 9, 9); // functions.json fall-through
export const sys_listen = text(0xc1152590, 158, 33, 7, 5); // trace listen_first_bl128
export const sys_bind = text(0xc11524a0, 207, 52, 13, 6); // main path, by hand: functions.json has 66, less its error exits and fput()
export const sys_accept4 = text(0xc1152630, 394, 61, 10, 9); // trace accept_others0_target_oldest
export const sys_shutdown = text(0xc1153030, 125, 35, 10, 4); // main path, by hand: functions.json has 45, less its error exits and fput()
export const sys_setsockopt = text(0xc1152e60, 202, 58, 21, 9); // main path, by hand: functions.json has 76, less its error exits and fput()
export const sock_alloc = text(0xc1150cf0, 95, 24, 3, 4); // trace accept_others0_target_oldest
export const __sock_create = text(0xc11520c0, 267, 59, 9, 7); // functions.json fall-through
export const sock_release = text(0xc1151740, 73, 21, 2, 2); // functions.json fall-through
export const sock_close = text(0xc11515f0, 89, 25, 2, 2); // functions.json fall-through
export const sock_alloc_file = text(0xc1150910, 241, 56, 6, 15); // trace accept_others0_target_oldest
export const sock_alloc_inode = text(0xc1150df0, 160, 32, 3, 5); // trace accept_others0_target_oldest
export const sock_destroy_inode = text(0xc1150dc0, 33, 10, 1, 2); // functions.json fall-through
export const sock_poll = text(0xc11508b0, 14, 7, 2, 2); // functions.json fall-through
export const sock_sendmsg = text(0xc11517d0, 132, 109, 4, 43); // trace synseen_inject_others0_target_oldest
export const sock_recvmsg = text(0xc1150ab0, 148, 39, 8, 16); // functions.json fall-through
export const sys_connect = text(0xc1152830, 224, 47, 9, 8); // trace connect_others0_target_oldest
export const sys_getsockname = text(0xc1152940, 200, 30, 8, 5); // estimate: half of functions.json's whole function
export const sys_getpeername = text(0xc1152a10, 208, 30, 8, 5); // estimate: half of functions.json's whole function
export const sys_sendto = text(0xc1152af0, 368, 72, 13, 18); // trace synseen_inject_others0_target_oldest
export const sys_recvfrom = text(0xc1152cb0, 338, 72, 13, 18); // estimate: as sys_sendto
export const sys_getsockopt = text(0xc1152f50, 190, 45, 17, 8); // estimate: functions.json has 67, less its error exits and fput()

// fs/open.c
export const sys_close = text(0xc109f990, 155, 38, 4, 4); // functions.json fall-through
export const filp_close = text(0xc109f940, 77, 33, 4, 7); // functions.json fall-through
export const fd_install = text(0xc109f400, 58, 24, 4, 4); // trace accept_others0_target_oldest
export const put_unused_fd = text(0xc109f3c0, 48, 17, 3, 3); // functions.json fall-through

// fs/file.c
export const alloc_fd = text(0xc10bacb0, 173, 54, 6, 8); // trace accept_others0_target_oldest
export const expand_files = text(0xc10ba140, 374, 24, 5, 4); // trace accept_others0_target_oldest

// lib/find_next_bit.c
export const find_next_zero_bit = text(0xc11104d0, 176, 29, 3, 2); // trace accept_others0_target_oldest // bytes up to the next symbol

// fs/file_table.c
export const fget_light = text(0xc10a1950, 148, 23, 3, 3); // trace listen_first_bl128
export const get_empty_filp = text(0xc10a1550, 247, 47, 5, 7); // trace accept_others0_target_oldest
export const alloc_file = text(0xc10a1670, 140, 45, 9, 5); // trace accept_others0_target_oldest
export const fput = text(0xc10a1730, 64, 10, 1, 0); // functions.json fall-through: somebody else has it
export const fput_last = part(fput, 64, 123, 43, 6, 6); // functions.json, whole function: 53
export const __fput = text(0xc10a12a0, 482, 68, 5, 12); // functions.json fall-through

// fs/inode.c
export const alloc_inode = text(0xc10b7280, 352, 70, 4, 5); // trace accept_others0_target_oldest // bytes up to the next symbol
export const new_inode_pseudo = text(0xc10b80f0, 64, 15, 2, 3); // trace accept_others0_target_oldest // bytes up to the next symbol
export const get_next_ino = text(0xc10b80b0, 64, 8, 1, 0); // trace accept_others0_target_oldest // bytes up to the next symbol
export const iput = block(0xc10b8780, 640, 400, 70, 14, 40, 40, 5, 12, 5); // counts close_after_listen_first_bl5: sys_close less what is emulated, shared out with dput

// fs/dcache.c
export const d_alloc_pseudo = text(0xc10b55c0, 16, 5, 1, 1); // trace accept_others0_target_oldest // bytes up to the next symbol
export const __d_alloc = text(0xc10b5400, 384, 64, 12, 7); // trace accept_others0_target_oldest // bytes up to the next symbol
export const d_set_d_op = text(0xc10b5360, 160, 30, 3, 2); // trace accept_others0_target_oldest // bytes up to the next symbol
export const d_instantiate = text(0xc10b5640, 96, 20, 3, 4); // trace accept_others0_target_oldest // bytes up to the next symbol
export const __d_instantiate = text(0xc10b3aa0, 112, 28, 3, 3); // trace accept_others0_target_oldest // bytes up to the next symbol
export const dput = block(0xc10b4d90, 480, 272, 60, 12, 35, 35, 6, 12, 5); // counts close_after_listen_first_bl5: the whole less what is emulated, shared out

// fs/namespace.c
export const mntget = text(0xc10bc7c0, 16, 5, 1, 0); // trace accept_others0_target_oldest // bytes up to the next symbol

// net/core/dst.c
export const dst_release = text(0xc116b950, 80, 5, 1, 0); // trace listen_first_bl128 // bytes up to the next symbol
export const dst_release_held = part(dst_release, 16, 48, 6, 0, 0); // trace synseen_inject_others0: 11

// net/core/request_sock.c
export const reqsk_queue_alloc = text(0xc11572b0, 197, 56, 7, 9); // trace listen_first_bl5 less its loop
export const reqsk_queue_alloc_turn = part(reqsk_queue_alloc, 90, 24, 6, 0, 0); // traces bl5 and bl128: 24 for 4 turns
export const reqsk_queue_destroy = text(0xc11573b0, 189, 21, 5, 8); // main path; fitted to counts close_after_listen_first_bl5
export const reqsk_queue_destroy_turn = part(reqsk_queue_destroy, 96, 32, 7, 1, 1); // functions.json
export const reqsk_queue_destroy_free = part(reqsk_queue_destroy, 112, 48, 12, 2, 3); // functions.json
export const __reqsk_queue_destroy = text(0xc1157380, 37, 6, 0, 0); // functions.json fall-through

// net/ipv4/ip_sockglue.c
export const ip_getsockopt = text(0xc1189280, 64, 70, 10, 14); // estimate, with do_ip_getsockopt(): no facts
export const ip_setsockopt = text(0xc1189240, 64, 90, 10, 16); // estimate, with do_ip_setsockopt(): no facts

// net/ipv4/af_inet.c
export const inet_create = text(0xc11b0180, 865, 120, 12, 16); // main path, by hand: functions.json has the whole function
export const inet_bind = text(0xc11af730, 486, 75, 8, 12); // main path, by hand: functions.json has the whole function
export const inet_listen = text(0xc11af310, 119, 31, 4, 5); // trace relisten_after_listen_first_bl5
export const inet_listen_first = part(inet_listen, 64, 32, 6, 0, 1); // trace listen_first_bl128: 37 in all
export const inet_autobind = text(0xc11af390, 77, 20, 2, 4); // functions.json fall-through
export const inet_accept = text(0xc11af500, 193, 47, 6, 11); // trace accept_others0_target_oldest
export const inet_shutdown = text(0xc11af5d0, 199, 50, 5, 8); // functions.json fall-through
export const inet_release = text(0xc11af6c0, 100, 29, 3, 4); // functions.json fall-through
export const inet_sock_destruct = text(0xc11af170, 396, 45, 2, 6); // main path; fitted to counts close_after_listen_first_bl5
export const inet_sk_rebuild_header = block(0xc11b08a0, 384, 43, 7, 0, 9, 8, 0, 0, 0); // trace connect_others0: __sk_dst_check
export const inet_getname = text(0xc11af940, 129, 32, 5, 3); // functions.json fall-through
export const inet_dgram_connect = text(0xc11af3f0, 104, 18, 4, 3); // functions.json fall-through
export const inet_sendmsg = text(0xc11af460, 133, 24, 6, 6); // trace synseen_inject_others0_target_oldest
export const inet_recvmsg = text(0xc11af0d0, 109, 42, 9, 10); // functions.json fall-through
export const inet_stream_connect = text(0xc11b0780, 775, 148, 19, 28); // trace connect_others0_target_oldest, with __inet_stream_connect

// net/ipv4/inet_connection_sock.c
export const inet_csk_get_port = text(0xc118aee0, 1163, 81, 8, 13); // trace listen_first_bl128 less one turn
export const inet_csk_get_port_turn = part(inet_csk_get_port, 160, 32, 6, 0, 0); // functions.json
export const inet_csk_get_port_rover = part(inet_csk_get_port, 80, 80, 20, 3, 2); // functions.json
export const inet_csk_bind_conflict = text(0xc118adc0, 285, 17, 5, 5); // trace listen_first_bl128 less one turn
export const inet_csk_bind_conflict_turn = part(inet_csk_bind_conflict, 48, 80, 9, 1, 0); // functions.json
export const inet_csk_listen_start = text(0xc118bfa0, 216, 55, 4, 8); // trace listen_first_bl128
export const inet_csk_listen_stop = text(0xc118c090, 342, 20, 4, 8); // main path; fitted to counts close_after_listen_first_bl5
export const inet_csk_listen_stop_turn = part(inet_csk_listen_stop, 96, 220, 50, 8, 18); // functions.json
export const inet_csk_accept = text(0xc118b320, 522, 40, 5, 7); // trace accept_others0_target_oldest
export const inet_csk_destroy_sock = text(0xc118be90, 228, 34, 3, 5); // functions.json fall-through
export const inet_csk_reset_keepalive_timer = text(0xc118b610, 19, 4, 0, 0); // functions.json fall-through
export const inet_csk_delete_keepalive_timer = text(0xc118b600, 11, 2, 0, 0); // functions.json fall-through
export const inet_csk_clear_xmit_timers = text(0xc118b5c0, 62, 14, 1, 3); // functions.json fall-through
export const inet_csk_init_xmit_timers = text(0xc118b550, 108, 28, 4, 5); // trace connect_others0_target_oldest
export const inet_get_local_port_range = text(0xc118ad80, 52, 12, 2, 3); // trace connect_others0_target_oldest
export const inet_csk_search_req = text(0xc118b8f0, 128, 53, 7, 5); // trace synseen_inject_others0: empty chain
export const inet_csk_search_req_turn = part(inet_csk_search_req, 128, 32, 8, 1, 0); // trace syn_full_cookie: 69, two others
export const inet_csk_search_req_found = part(inet_csk_search_req, 160, 39, 9, 1, 1); // trace connect_others0: 70
export const inet_csk_reqsk_queue_hash_add = text(0xc118b9c0, 238, 70, 6, 6); // trace synseen_inject_others0
export const inet_csk_reqsk_queue_prune = text(0xc118bad0, 320, 45, 7, 12); // fitted to counts idle_4s_50pending: 2,024 for 102 chains, 14,063 with 6 SYN-ACKs
export const inet_csk_reqsk_queue_prune_turn = part(inet_csk_reqsk_queue_prune, 320, 64, 17, 5, 2); // fitted: see above
export const inet_csk_reqsk_queue_prune_entry = part(inet_csk_reqsk_queue_prune, 384, 32, 8, 1, 0); // fitted: see above
export const inet_csk_reqsk_queue_prune_due = part(inet_csk_reqsk_queue_prune, 416, 220, 38, 5, 4); // fitted: see above
export const inet_csk_route_req = text(0xc118b630, 310, 60, 10, 22); // trace synseen_inject_others0
export const inet_csk_route_child_sock = text(0xc118b780, 366, 64, 11, 11); // trace connect_others0
export const inet_csk_clone_lock = text(0xc118be00, 152, 36, 2, 2); // trace connect_others0

// net/ipv4/tcp_ipv4.c (bytes: code lines that the traced path touched)
export const tcp_v4_init_sock = text(0xc11a08e0, 22, 7, 2, 2); // functions.json fall-through
export const tcp_v4_destroy_sock = text(0xc11a01c0, 460, 60, 5, 9); // main path; fitted to counts close_after_listen_first_bl5
export const tcp_v4_rcv = text(0xc11a2280, 768, 151, 10, 20); // trace connect_others0
export const tcp_v4_rcv_sum = part(tcp_v4_rcv, 768, 128, 27, 1, 3); // trace synseen_inject_others0: 178, sums the segment
export const tcp_v4_do_rcv = text(0xc119ff00, 384, 64, 6, 10); // trace connect_others0: the request was found
export const tcp_v4_do_rcv_lookup = part(tcp_v4_do_rcv, 384, 128, 16, 0, 4); // trace synseen_inject_others0: 80, no request
export const tcp_v4_conn_request = text(0xc11a1b80, 320, 45, 5, 10); // trace syn_full_drop
export const tcp_v4_conn_request_answer = part(tcp_v4_conn_request, 320, 576, 145, 16, 18); // trace syn_full_cookie: 190
export const tcp_v4_conn_request_queue = part(tcp_v4_conn_request, 896, 256, 15, 2, 0); // trace synseen_inject_others0: 205
export const tcp_syn_flood_action = text(0xc11a1b20, 80, 20, 3, 2); // trace syn_full_drop
export const tcp_v4_send_synack = text(0xc11a0980, 119, 42, 7, 11); // trace synseen_inject_others0
export const tcp_v4_rtx_synack = text(0xc11a0a10, 32, 13, 3, 4); // counts syn_dup: 1,895 less tcp_v4_send_synack
export const __tcp_v4_send_check = block(0xc119fc50, 192, 39, 5, 3, 5, 4, 0, 0, 0); // trace synseen_inject_others0
export const tcp_v4_reqsk_destructor = text(0xc119fd40, 8, 2, 0, 0); // trace syn_full_cookie
export const tcp_v4_syn_recv_sock = text(0xc11a1350, 128, 12, 4, 7); // estimate: the share of the test for room
export const tcp_v4_syn_recv_sock_child = part(tcp_v4_syn_recv_sock, 128, 384, 106, 7, 10); // trace connect_others0: 118
export const tcp_v4_send_reset = text(0xc119fd50, 64, 16, 4, 3); // trace synseen_inject_others0: no reset for a reset
export const tcp_v4_send_reset_answer = part(tcp_v4_send_reset, 64, 332, 64, 6, 14); // estimate: the rest of its 396 bytes
export const tcp_v4_reqsk_send_ack = text(0xc11a0bd0, 63, 25, 3, 8); // functions.json fall-through
export const tcp_v4_send_ack = text(0xc11a0a40, 404, 94, 15, 38); // functions.json fall-through

// net/ipv4/tcp.c
export const tcp_init_sock = text(0xc118c4d0, 449, 76, 2, 6); // functions.json fall-through
export const tcp_set_state = text(0xc118f930, 185, 16, 4, 2); // trace connect_others0_target_oldest
export const tcp_close = text(0xc118fb50, 919, 75, 6, 12); // main path; fitted to counts close_after_listen_first_bl5
export const tcp_disconnect = text(0xc118fef0, 990, 155, 4, 12); // functions.json fall-through
export const tcp_shutdown = text(0xc118f9e0, 81, 12, 3, 2); // functions.json fall-through
export const tcp_setsockopt = text(0xc1190360, 54, 19, 8, 6); // functions.json fall-through
export const tcp_done = text(0xc1191430, 104, 21, 1, 3); // functions.json fall-through

// net/ipv4/tcp_timer.c
export const tcp_init_xmit_timers = text(0xc119f640, 22, 7, 2, 2); // trace connect_others0_target_oldest
export const tcp_write_timer = text(0xc119f580, 88, 18, 2, 2); // functions.json fall-through; only its address is used
export const tcp_delack_timer = text(0xc119f300, 120, 22, 2, 2); // functions.json fall-through; only its address is used
export const tcp_keepalive_timer = text(0xc119e8d0, 583, 25, 2, 4); // counts idle_4s_50pending: 31 with _raw_spin_lock, of a listener
export const tcp_syn_ack_timeout = text(0xc119f5e0, 17, 4, 1, 0); // functions.json fall-through

// net/ipv4/tcp_output.c
export const tcp_release_cb = text(0xc119c7d0, 173, 12, 3, 2); // trace listen_first_bl128
export const tcp_send_active_reset = text(0xc119d3b0, 219, 46, 5, 6); // functions.json fall-through
export const tcp_send_fin = text(0xc119d240, 348, 89, 5, 8); // functions.json, whole function
export const tcp_sync_mss = text(0xc119af50, 142, 31, 4, 4); // trace connect_others0_target_oldest
export const tcp_make_synack = block(0xc119d630, 2432, 593, 50, 82, 76, 63, 0, 14, 5); // counts syn_dup: with __alloc_skb; less its real accesses
export const tcp_make_synack_window = part(tcp_make_synack, 512, 192, 65, 12, 10); // trace synseen_inject_others0: 780 with tcp_select_initial_window
export const tcp_select_initial_window = text(0xc119a970, 313, 122, 11, 8); // trace synseen_inject_others0
export const tcp_mtup_init = text(0xc119aed0, 126, 25, 2, 1); // trace connect_others0
export const tcp_mtu_to_mss = text(0xc119ae10, 101, 22, 2, 1); // trace connect_others0
export const tcp_send_ack = block(0xc119e530, 8576, 1613, 317, 165, 197, 184, 4, 83, 25); // trace connect_others0: tcp_transmit_skb, ip_queue_xmit, ...
export const tcp_transmit_skb = block(0xc119b300, 4096, 1150, 230, 130, 130, 110, 4, 80, 28); // estimated: trace connect_others0_target_oldest, __alloc_skb, the call itself, and the IP output of synseen

// net/ipv4/tcp_cong.c
export const tcp_init_congestion_control = text(0xc11a3aa0, 64, 12, 0, 0); // trace connect_others0_target_oldest // bytes up to the next symbol

// kernel/timer.c (run_timer_softirq with __run_timers, inlined; fitted to counts idle_4s_50pending: 98 without a timer,
// 1,177 more than its timer after 50 idle ticks)
export const run_timer_softirq = text(0xc1030ed0, 290, 40, 6, 19); // fitted: see above
export const run_timer_softirq_turn = part(run_timer_softirq, 290, 80, 21, 3, 2); // fitted: see above
export const run_timer_softirq_timer = part(run_timer_softirq, 370, 80, 24, 2, 2); // fitted: see above
export const cascade = text(0xc1030e50, 106, 22, 6, 6); // functions.json: 42 with one turn
export const cascade_turn = part(cascade, 48, 32, 10, 0, 0); // functions.json
export const __internal_add_timer = text(0xc1030d80, 214, 22, 3, 2); // trace connect_others0_target_oldest
export const hrtimer_run_queues = block(0xc1045310, 192, 30, 5, 0, 5, 3, 0, 3, 0); // hrtimer_run_pending; counts idle_4s_50pending: what the 98 of run_timer_softirq leave
export const init_timer_key = text(0xc10313e0, 31, 7, 1, 0); // trace connect_others0_target_oldest
export const mod_timer = text(0xc1031590, 441, 74, 10, 13); // trace connect_others0_target_oldest
export const del_timer = text(0xc10319c0, 139, 40, 4, 5); // functions.json fall-through

// net/core/stream.c
export const sk_stream_write_space = text(0xc115e2c0, 132, 40, 5, 6); // functions.json fall-through; only its address is used
export const sk_stream_kill_queues = text(0xc115e810, 257, 35, 2, 4); // main path; fitted to counts close_after_listen_first_bl5

// mm/page_alloc.c (get_page_from_freelist: 188 with one turn, one page checked and one cleared)
export const __alloc_pages_nodemask = text(0xc1079190, 832, 71, 11, 15); // trace listen_first_bl1024_raised
export const get_page_from_freelist = text(0xc1078c30, 900, 127, 36, 28); // trace listen_first_bl1024_raised
export const get_page_from_freelist_turn = part(get_page_from_freelist, 128, 96, 24, 0, 0); // trace listen_first_bl1024_raised
export const check_new_page_turn = part(get_page_from_freelist, 768, 64, 12, 0, 0); // trace listen_first_bl1024_raised
export const clear_highpage = part(get_page_from_freelist, 896, 64, 25, 3, 3); // trace listen_first_bl1024_raised
export const prep_compound_page_turn = part(get_page_from_freelist, 960, 48, 8, 0, 0); // hand-counted: in no trace
export const rmqueue_bulk_turn = part(get_page_from_freelist, 1024, 64, 16, 1, 1); // hand-counted: in no trace
export const __zone_watermark_ok = text(0xc1077640, 144, 29, 9, 4); // trace listen_first_bl1024_raised
export const zone_watermark_turn = part(__zone_watermark_ok, 80, 32, 8, 0, 0); // hand-counted: in no trace
export const __rmqueue = text(0xc1078620, 320, 34, 4, 6); // hand-counted: in no trace
export const __rmqueue_turn = part(__rmqueue, 32, 32, 6, 0, 0); // hand-counted: in no trace
export const __rmqueue_expand = part(__rmqueue, 96, 80, 16, 0, 0); // hand-counted: in no trace
export const __get_free_pages = text(0xc1079840, 48, 12, 1, 1); // hand-counted: in no trace
export const __free_pages = text(0xc107a120, 48, 10, 1, 0); // hand-counted: in no trace
export const free_pages = text(0xc107a150, 32, 9, 1, 0); // hand-counted: in no trace
export const free_pages_prepare = text(0xc1078b30, 160, 20, 4, 5); // hand-counted: in no trace
export const free_pages_check_turn = part(free_pages_prepare, 48, 48, 12, 0, 0); // hand-counted: in no trace
export const free_hot_cold_page = text(0xc1079f70, 320, 60, 5, 6); // hand-counted: in no trace
export const free_pcppages_bulk = text(0xc1079c10, 320, 40, 6, 10); // hand-counted: in no trace
export const free_pcppages_bulk_turn = part(free_pcppages_bulk, 128, 96, 24, 2, 2); // hand-counted: in no trace
export const __free_one_page_turn = part(free_pcppages_bulk, 384, 160, 30, 0, 0); // hand-counted: in no trace
export const free_one_page = text(0xc1079920, 256, 44, 6, 8); // hand-counted: in no trace
export const __free_pages_ok = text(0xc1079b50, 160, 32, 4, 5); // hand-counted: in no trace

// mm/mmzone.c
export const next_zones_zonelist = text(0xc1085510, 64, 12, 3, 2); // trace listen_first_bl1024_raised

// mm/highmem.c
export const page_address = text(0xc1089960, 112, 29, 5, 4); // trace listen_first_bl1024_raised

// arch/x86/mm/highmem_32.c
export const kmap_atomic = text(0xc10230e0, 16, 2, 0, 0); // trace listen_first_bl1024_raised
export const kmap_atomic_prot = text(0xc1023020, 96, 21, 3, 3); // trace listen_first_bl1024_raised
export const __kunmap_atomic = text(0xc1023100, 64, 9, 2, 1); // trace listen_first_bl1024_raised

// mm/slub.c
export const kmem_cache_alloc = text(0xc109c2f0, 150, 36, 7, 7); // trace synseen_inject_others0_target_oldest
export const slab_alloc_zero = part(kmem_cache_alloc, 96, 48, 22, 0, 0); // trace listen_first_bl1024_raised: 58 with __GFP_ZERO
export const __kmalloc = text(0xc109ca00, 331, 49, 8, 7); // trace listen_first_bl128: 71 with __GFP_ZERO
export const __kmalloc_zero = part(__kmalloc, 192, 64, 22, 0, 0); // trace listen_first_bl128: its share
export const kmem_cache_free = text(0xc109c4b0, 133, 38, 6, 5); // trace synseen_inject_others0_target_oldest
export const kfree = text(0xc109cd90, 181, 43, 6, 5); // trace synseen_inject_others0_target_oldest
export const ksize = text(0xc109cc00, 140, 23, 2, 1); // trace synseen_inject_others0_target_oldest
export const kmem_cache_shrink = text(0xc109db80, 400, 80, 6, 10); // hand-counted: in no trace
export const kmem_cache_shrink_turn = part(kmem_cache_shrink, 160, 80, 16, 0, 0); // hand-counted: in no trace
export const prefetch_freepointer = text(0xc109a190, 7, 4, 1, 0); // trace listen_first_bl128
export const __slab_alloc = text(0xc109b6b0, 640, 75, 22, 16); // trace accept_others0_target_oldest: 109 with get_freelist
export const get_freelist = part(__slab_alloc, 160, 96, 34, 0, 0); // trace accept_others0_target_oldest: its share
export const get_partial_node = part(__slab_alloc, 480, 240, 30, 0, 0); // hand-counted: in no trace
export const get_partial_node_turn = part(__slab_alloc, 560, 200, 40, 0, 0); // hand-counted: in no trace
export const put_cpu_partial = part(__slab_alloc, 800, 120, 30, 0, 0); // hand-counted: in no trace
export const new_slab = text(0xc109a4a0, 782, 127, 3, 11); // functions.json fall-through
export const new_slab_turn = part(new_slab, 480, 64, 10, 0, 0); // hand-counted: in no trace
export const deactivate_slab = text(0xc109af00, 1058, 100, 20, 32); // hand-counted: in no trace; 261 in the whole function
export const deactivate_slab_turn = part(deactivate_slab, 96, 96, 24, 2, 2); // hand-counted: in no trace
export const unfreeze_partials = text(0xc109b340, 358, 24, 4, 10); // functions.json fall-through: 48 with one turn
export const unfreeze_partials_turn = part(unfreeze_partials, 64, 160, 24, 0, 0); // functions.json fall-through
export const discard_slab = text(0xc109aec0, 54, 10, 1, 1); // functions.json fall-through
export const __free_slab = text(0xc109ad80, 280, 50, 6, 7); // functions.json fall-through
export const __slab_free = text(0xc109bfe0, 480, 60, 8, 12); // hand-counted: in no trace; 48 in functions.json's fall-through
export const __slab_free_list = part(__slab_free, 480, 200, 40, 4, 2); // hand-counted: in no trace
export const kfree_null = text(0xc109cd90, 181, 3, 1, 0); // trace syn_full_cookie: kfree(NULL)

// mm/vmalloc.c
export const vzalloc = text(0xc1096f10, 173, 47, 5, 12); // trace listen_first_bl1024_raised
export const __vmalloc_node_range = text(0xc1096c90, 138, 42, 12, 13); // functions.json fall-through
export const __get_vm_area_node = text(0xc1095a30, 286, 57, 11, 8); // trace listen_first_bl1024_raised
export const alloc_vmap_area = text(0xc1095710, 796, 101, 26, 17); // trace listen_first_bl1024_raised: 123 with two turns
export const alloc_vmap_area_find = part(alloc_vmap_area, 224, 48, 8, 0, 0); // hand-counted: in no trace
export const alloc_vmap_area_turn = part(alloc_vmap_area, 320, 64, 11, 1, 0); // trace listen_first_bl1024_raised
export const __insert_vmap_area = text(0xc1094710, 169, 37, 3, 4); // trace listen_first_bl1024_raised: 51 with two turns
export const __insert_vmap_area_turn = part(__insert_vmap_area, 32, 32, 7, 0, 0); // trace listen_first_bl1024_raised
export const __vmalloc_area_node = text(0xc10968b0, 531, 54, 10, 16); // trace listen_first_bl1024_raised: 84 with three turns
export const __vmalloc_area_node_turn = part(__vmalloc_area_node, 160, 64, 10, 0, 0); // trace listen_first_bl1024_raised
export const vmap_page_range_noflush = text(0xc1094da0, 326, 56, 19, 10); // trace listen_first_bl1024_raised: 116, three turns
export const vmap_page_range_turn = part(vmap_page_range_noflush, 128, 96, 20, 0, 0); // trace listen_first_bl1024_raised
export const insert_vmalloc_vmlist = text(0xc1094600, 77, 18, 2, 2); // trace listen_first_bl1024_raised: 34 with four turns
export const insert_vmalloc_vmlist_turn = part(insert_vmalloc_vmlist, 24, 16, 4, 0, 0); // trace listen_first_bl1024_raised
export const vfree = text(0xc1096b10, 31, 6, 0, 0); // functions.json fall-through
export const __vunmap = text(0xc1096790, 192, 35, 3, 5); // functions.json fall-through
export const __vunmap_turn = part(__vunmap, 64, 32, 8, 1, 1); // functions.json
export const remove_vm_area = text(0xc10966d0, 187, 45, 3, 6); // functions.json, whole function without the turn
export const remove_vm_area_turn = part(remove_vm_area, 80, 24, 4, 0, 0); // functions.json
export const vunmap_page_range = part(remove_vm_area, 96, 64, 40, 0, 0); // hand-counted: in no trace
export const vunmap_page_turn = part(remove_vm_area, 112, 48, 10, 0, 0); // hand-counted: in no trace
export const find_vm_area = text(0xc1096660, 102, 18, 2, 2); // hand-counted: in no trace; stands for find_vmap_area, which is inlined
export const find_vm_area_turn = part(find_vm_area, 32, 24, 6, 0, 0); // hand-counted: in no trace
export const lazy_max_pages = text(0xc10946f0, 31, 9, 1, 1); // functions.json fall-through
export const free_vmap_area_noflush = text(0xc1094aa0, 86, 15, 2, 2); // functions.json fall-through
export const __purge_vmap_area_lazy = text(0xc1094900, 407, 52, 8, 11); // functions.json fall-through: 78 with one turn
export const __purge_vmap_area_turn = part(__purge_vmap_area_lazy, 96, 80, 26, 0, 0); // by hand: its share of the fall-through
export const __free_vmap_area = text(0xc1094830, 196, 47, 2, 3); // functions.json fall-through

// lib/percpu_counter.c
export const __percpu_counter_add = text(0xc1118bb0, 128, 36, 7, 5); // trace connect_others0_target_oldest // bytes up to the next symbol

// lib/rbtree.c
export const rb_insert_color = text(0xc1106b30, 224, 16, 5, 4); // trace connect_others0_target_oldest: no red parent
export const rb_insert_color_turn = part(rb_insert_color, 32, 160, 23, 0, 0); // trace listen_first_bl1024_raised: 39 with one
export const rb_prev = text(0xc1106ff0, 80, 15, 1, 0); // trace listen_first_bl1024_raised
export const rb_erase = text(0xc1106c10, 320, 39, 7, 5); // trace connect_others0_target_oldest
export const rb_erase_heir = part(rb_erase, 128, 96, 26, 1, 1); // hand-counted: two children; in no trace
export const rb_erase_turn = part(rb_erase, 112, 16, 4, 0, 0); // hand-counted: in no trace

// arch/x86/mm/tlb.c
export const flush_tlb_kernel_range = text(0xc1022cc0, 96, 24, 4, 5); // hand-counted: in no trace

// mm/vmstat.c
export const mod_zone_page_state = text(0xc1086380, 128, 33, 7, 6); // as 2.6.20: in no trace

// drivers/char/random.c
export const get_random_bytes = block(0xc113cb50, 7296, 7031, 278, 36, 1555, 708, 5, 10, 7); // trace listen_first_bl5: sha_transform, _mix_pool_bytes, extract_entropy, account, extract_buf, ... // locked estimated

// net/core/dev.c
export const __netif_receive_skb = block(0xc11613b0, 1792, 286, 69, 21, 23, 24, 0, 22, 6); // trace synseen_inject_others0: own figures of __netif_receive_skb, ip_rcv, ip_local_deliver and raw_local_deliver, less what dev.ts does itself

// net/core/datagram.c
export const __skb_checksum_complete = block(0xc115e060, 704, 112, 17, 1, 18, 20, 0, 0, 0); // trace synseen_inject_others0: skb_checksum, csum_partial

// net/ipv4/ip_output.c
export const ip_send_unicast_reply = block(0xc11871f0, 9600, 2969, 446, 286, 491, 443, 12, 100, 43); // counts syn_closed_port: tcp_v4_send_reset (3,049) less its own
export const ip_build_and_send_pkt = block(0xc11852b0, 4160, 708, 169, 70, 92, 92, 1, 31, 8); // trace synseen_inject_others0: ip_output, ip_finish_output, dev_queue_xmit, ...

// net/core/secure_seq.c
export const secure_tcp_sequence_number = block(0xc1160030, 2432, 727, 32, 0, 98, 52, 0, 5, 0); // trace synseen_inject_others0: md5_transform, ktime_get_real

// net/core/filter.c
export const sk_filter = text(0xc1175000, 112, 10, 2, 1); // trace synseen_inject_others0

// net/ipv4/syncookies.c
export const cookie_v4_init_sequence = block(0xc11ba970, 5760, 3884, 90, 212, 821, 201, 0, 14, 4); // trace syn_full_cookie: two sha_transform; less its real accesses
export const cookie_hash = block(0xc11f0d00, 5312, 1911, 40, 103, 408, 97, 0, 4, 3); // trace syn_full_cookie: sha_transform, and its share of cookie_v4_init_sequence, where it is inlined
export const cookie_v4_check = text(0xc11bacf0, 64, 22, 6, 7); // counts stray_ack_listener: cookies are off
export const cookie_v4_check_on = part(cookie_v4_check, 64, 64, 12, 1, 1); // estimate: the share of the test of the last overflow
export const cookie_v4_check_valid = part(cookie_v4_check, 128, 1280, 290, 40, 45); // counts connect_via_cookie: 5,928 less what it calls
export const cookie_check_timestamp = text(0xc11babe0, 181, 47, 4, 3); // functions.json fall-through

// net/ipv4/route.c
export const ip_route_output_flow = block(0xc11808d0, 2368, 447, 54, 0, 82, 75, 0, 21, 0); // trace synseen_inject_others0: __ip_route_output_key, fib_table_lookup; less the route's count
export const ipv4_mtu = block(0xc117dd90, 128, 19, 6, 0, 2, 1, 0, 0, 0); // trace connect_others0
export const ipv4_default_advmss = block(0xc117eb10, 128, 16, 5, 0, 1, 0, 0, 1, 0); // trace connect_others0

// net/ipv4/tcp_input.c (bytes: code lines that the traced path touched)
export const tcp_rcv_state_process = text(0xc1199420, 320, 39, 5, 6); // trace synseen_inject_others0: LISTEN
export const tcp_rcv_state_process_child = part(tcp_rcv_state_process, 320, 448, 98, 0, 11); // trace connect_others0: 137
export const tcp_parse_options = text(0xc1198440, 128, 21, 4, 8); // trace synseen_inject_others0 (200) and connect_others0 (83): their common part
export const tcp_parse_options_nop = part(tcp_parse_options, 128, 64, 10, 0, 0); // trace synseen_inject_others0 (200) and connect_others0 (83): their common part
export const tcp_parse_options_option = part(tcp_parse_options, 192, 320, 42, 4, 2); // trace synseen_inject_others0 (200) and connect_others0 (83): their common part
export const tcp_validate_incoming = text(0xc1198810, 448, 78, 9, 10); // trace connect_others0
export const tcp_parse_aligned_timestamp = text(0xc1192a40, 35, 9, 1, 0); // trace connect_others0
export const tcp_rcv_established = text(0xc1198d60, 640, 120, 8, 14); // estimate: functions.json has 386 for all its paths
export const tcp_ack = text(0xc1197340, 640, 97, 8, 14); // trace connect_others0
export const tcp_valid_rtt_meas = text(0xc11970c0, 256, 40, 4, 3); // trace connect_others0
export const tcp_init_buffer_space = text(0xc11914d0, 456, 1344, 10, 9); // trace connect_others0
export const tcp_urg = text(0xc11932b0, 128, 21, 5, 4); // trace connect_others0
export const tcp_data_queue = text(0xc1194ca0, 192, 20, 5, 6); // trace connect_others0: no data
export const tcp_data_queue_data = part(tcp_data_queue, 192, 512, 90, 6, 8); // estimate: data in order
export const tcp_fin = text(0xc11928d0, 256, 50, 4, 6); // estimate: half of functions.json
export const tcp_reset = text(0xc11923c0, 89, 20, 1, 2); // functions.json fall-through
export const tcp_initialize_rcv_mss = text(0xc1194b20, 61, 17, 1, 0); // trace connect_others0
export const tcp_check_space = text(0xc1191c30, 128, 4, 1, 0); // trace connect_others0

// net/ipv4/tcp_metrics.c
export const tcp_init_metrics = block(0xc11a4610, 832, 109, 21, 4, 10, 12, 0, 3, 0); // trace connect_others0: tcp_get_metrics

// kernel/time/timekeeping.c
export const get_seconds = text(0xc1056020, 16, 2, 1, 0); // trace connect_others0

// net/ipv4/tcp_cubic.c
export const bictcp_init = block(0xc11bcc40, 1152, 204, 18, 18, 32, 32, 0, 4, 0); // trace connect_others0: ktime_get_real

// net/ipv4/tcp_minisocks.c
export const tcp_check_req = text(0xc11a3480, 384, 66, 10, 13); // counts syn_dup: 2,161 less what it calls
export const tcp_check_req_in_window = part(tcp_check_req, 384, 128, 26, 4, 5); // trace connect_others0: 129 in all
export const tcp_check_req_child = part(tcp_check_req, 512, 192, 37, 5, 3); // trace connect_others0: 129 in all
export const tcp_create_openreq_child = text(0xc11a3070, 1024, 207, 7, 8); // trace connect_others0
export const tcp_child_process = text(0xc11a38e0, 150, 39, 5, 7); // trace connect_others0

// net/core/skbuff.c
export const kfree_skb = text(0xc1158530, 48, 6, 0, 0); // trace synseen_inject_others0
export const __kfree_skb = block(0xc1158660, 320, 57, 11, 2, 7, 8, 0, 5, 1); // trace synseen_inject_others0: with kmem_cache_free
export const skb_release_head_state = text(0xc1157570, 112, 16, 2, 2); // trace synseen_inject_others0
export const skb_release_data = block(0xc1158560, 512, 64, 13, 2, 8, 7, 0, 5, 2); // trace synseen_inject_others0: with kfree

// arch/x86/kernel/apic/apic.c (interrupt entry, the tick of a CPU that was idle, irq_exit, __do_softirq, back to idle)
export const apic_timer_interrupt = block(0xc11ffd8c, 8192, 3300, 560, 150, 620, 560, 14, 120, 40); // estimate +-30 %: counts idle_4s_50pending, 4,395 a tick besides run_timer_softirq, less its packets

// arch/x86/kernel/entry_32.S
export const system_call = block(0xc12000fc, 192, 48, 9, 0, 7, 21, 0, 4, 0); // trace listen_first_bl5: kernel_entry (ia32_sysenter_target to sysexit)

// arch/x86/lib/usercopy_32.c
export const copy_from_user = block(0xc110bcb0, 96, 50, 6, 0, 8, 6, 0, 2, 0); // trace accept_others0_target_oldest: _copy_from_user, __copy_from_user_ll

// net/ipv4/fib_frontend.c
export const inet_addr_type = block(0xc11b2f90, 832, 186, 11, 0, 26, 31, 0, 5, 0); // trace syn_full_cookie: fib_table_lookup

// fs/fcntl.c
export const sys_dup = text(0xc10aff20, 64, 24, 4, 5); // estimate: no facts
// fs/select.c
export const sys_poll = text(0xc10b31e0, 2816, 260, 40, 50); // estimate, with do_sys_poll(): no facts
// net/core/stream.c, net/socket.c, net/ipv4/af_inet.c: the process's side of a connection
export const sk_stream_wait_connect = text(0xc115e370, 359, 75, 5, 14); // functions.json fall-through
// net/ipv4/inet_hashtables.c: a port for connect()
export const inet_hash_connect = text(0xc1189e70, 892, 129, 25, 25); // trace connect_others0_target_oldest, with __inet_hash_connect: 149 with one turn
export const inet_hash_connect_turn = part(inet_hash_connect, 320, 96, 20, 2, 1); // estimate: its share
export const __inet_check_established = text(0xc11893b0, 672, 124, 17, 17); // functions.json fall-through
export const secure_ipv4_port_ephemeral = block(0xc1160080, 1856, 634, 18, 0, 78, 32, 0, 1, 0); // trace connect_others0: md5_transform
// net/ipv4/inet_timewait_sock.c
export const __inet_twsk_kill = text(0xc118a280, 215, 56, 5, 7); // functions.json fall-through
export const inet_twdr_do_twkill_work = text(0xc118a350, 192, 31, 7, 9); // functions.json fall-through: 51 with one turn
export const inet_twdr_do_twkill_turn = part(inet_twdr_do_twkill_work, 64, 96, 20, 0, 0); // functions.json: its share
export const __inet_twsk_hashdance = text(0xc118a4b0, 239, 73, 6, 8); // functions.json fall-through
export const inet_twsk_free = text(0xc118a210, 76, 21, 1, 2); // functions.json fall-through
export const inet_twsk_alloc = text(0xc118a5d0, 192, 53, 3, 3); // functions.json fall-through
export const inet_twdr_hangman = text(0xc118a690, 144, 34, 2, 5); // functions.json, whole function
export const inet_twsk_deschedule = text(0xc118a7f0, 122, 27, 2, 3); // functions.json fall-through
export const inet_twsk_schedule = text(0xc118a870, 374, 56, 7, 6); // functions.json fall-through
// net/ipv4/tcp.c: data
export const tcp_poll = text(0xc118c6a0, 351, 88, 5, 5); // functions.json fall-through
export const tcp_sendmsg = text(0xc118d110, 3415, 245, 29, 32); // estimate: 30 % of functions.json's whole function
export const tcp_recvmsg = text(0xc118eeb0, 2473, 200, 36, 30); // estimate: 35 % of functions.json's whole function
export const tcp_getsockopt = text(0xc1190bb0, 54, 45, 10, 10); // estimate, with do_tcp_getsockopt(): functions.json has 19 without
// net/ipv4/tcp_output.c: data
export const tcp_write_xmit = text(0xc119bc00, 2508, 190, 20, 20); // estimate: 30 % of functions.json's whole function
export const tcp_retransmit_skb = text(0xc119ca40, 1251, 122, 6, 10); // functions.json fall-through
export const tcp_connect = text(0xc119df40, 1223, 76, 5, 11); // trace connect_others0_target_oldest
// net/ipv4/tcp_timer.c: silence
export const tcp_write_timeout = text(0xc119f370, 45, 60, 3, 6); // estimate: inlined in tcp_retransmit_timer
export const retransmits_timed_out = text(0xc119e7e0, 174, 28, 6, 4); // functions.json fall-through
// net/ipv4/tcp_ipv4.c: connecting
export const tcp_v4_connect = text(0xc119f710, 1185, 181, 22, 23); // trace connect_others0_target_oldest
// net/ipv4/tcp_input.c: what is in flight
export const tcp_clean_rtx_queue = part(tcp_ack, 640, 384, 130, 8, 8); // estimate: inlined in tcp_ack
export const tcp_rcv_synsent_state_process = part(tcp_rcv_state_process, 832, 640, 200, 6, 12); // estimate: inlined in tcp_rcv_state_process
export const inet_lookup_timewait_turn = part(__inet_lookup_established, 448, 48, 8, 0, 0); // estimate: as inet_lookup_established_turn
// net/ipv4/tcp_minisocks.c: TIME_WAIT
export const tcp_timewait_state_process = text(0xc11a2ac0, 836, 80, 9, 9); // estimate: a third of functions.json's whole function
export const tcp_time_wait = text(0xc11a2e60, 471, 110, 8, 14); // estimate: functions.json has 130, whole function
