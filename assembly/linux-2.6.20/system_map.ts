// Where Linux 2.6.20 keeps its code, and what it costs: a row for each function (text), for each loop or branch that is
// charged apart (part) and for each measured block (block). The columns are explained in machine/text.ts.
// Addresses: System.map of the traced kernel. Bytes: facts/functions.json, or as the row says. Instructions and stack
// accesses: traces of the real kernel, or what functions.json has on the way without jumps. A row's comment says which;
// `node tools/facts.mjs rows 2.6.20 NAME` prints it (blocks: `blocks 2.6.20 CASE NAME`). A block's
// lines are those that nothing else in the SYN or ACK touches (`lines`). Below, under its C file.
import { block, part, text } from "../machine/text";

// kernel/spinlock.c
export const _spin_lock = text(0xc0252b80, 15, 3, 1, 0); // trace listen_first_bl128
export const _spin_lock_bh = text(0xc0252bb0, 24, 7, 2, 2); // trace listen_first_bl128
export const _spin_unlock_bh = text(0xc0252d70, 11, 3, 1, 0); // counts: a plain store (the traced build has an xchg, 5)
export const _write_lock = text(0xc0252ba0, 15, 3, 1, 0); // trace listen_first_bl128
export const _write_lock_bh = text(0xc0252bf0, 26, 8, 2, 2); // trace listen_first_bl128
export const _write_unlock_bh = text(0xc0252d90, 15, 3, 1, 0); // trace listen_first_bl128
export const _read_lock = text(0xc0252b90, 12, 3, 1, 0); // trace synseen_inject_others0_target_oldest
export const _spin_lock_irqsave = text(0xc0252c40, 39, 7, 2, 1); // trace listen_first_bl128
export const _spin_unlock_irqrestore = text(0xc0252dd0, 6, 4, 2, 1); // counts: a plain store (the traced build has an xchg, 6)
export const _spin_lock_irq = text(0xc0252c10, 16, 4, 1, 0); // trace connect_others0_target_oldest
export const _read_lock_bh = text(0xc0252bd0, 23, 8, 2, 2); // trace sk-sk_syn
export const _read_unlock_bh = text(0xc0252d80, 11, 3, 1, 0); // trace sk-sk_syn

// kernel/softirq.c (local_bh_enable: the same function while softirqs are being served)
export const local_bh_disable = text(0xc011c210, 15, 4, 2, 1); // trace listen_first_bl128
export const local_bh_enable_ip = text(0xc011c5d0, 84, 18, 3, 3); // trace listen_first_bl128
export const local_bh_enable = text(0xc011c630, 168, 19, 4, 4); // trace syn_full_drop: in softirq, what both ways have in common
export const local_bh_enable_pending = part(local_bh_enable, 64, 48, 6, 0, 0); // trace listen_first_bl128: 25 in all outside softirqs

// kernel/sched.c
export const __wake_up = text(0xc0112df0, 66, 26, 7, 10); // trace listen_first_bl128
export const __wake_up_common = text(0xc0110150, 90, 21, 5, 6); // trace listen_first_bl128

// net/ipv4/inet_hashtables.c
export const inet_bind_bucket_create = text(0xc01f9d70, 64, 24, 3, 3); // functions.json fall-through
export const inet_bind_bucket_destroy = text(0xc01f9dc0, 38, 13, 2, 1); // functions.json, whole function
export const inet_bind_hash = text(0xc01f9df0, 41, 14, 2, 1); // functions.json fall-through
export const inet_put_port = text(0xc01f9e20, 134, 32, 3, 5); // functions.json fall-through
export const inet_listen_wlock = text(0xc01f9ec0, 139, 16, 4, 4); // trace listen_first_bl128
export const __inet_lookup_listener = text(0xc01f9f50, 128, 25, 5, 6); // trace synseen_inject_others0: nobody listens
export const inet_lookup_listener_hold = part(__inet_lookup_listener, 64, 64, 18, 1, 0); // trace synseen_inject_others0: 43
export const inet_lookup_listener_turn = part(__inet_lookup_listener, 128, 64, 8, 0, 0); // trace syn_inject_others10: 8 a listener
export const inet_lookup_listener_score = part(__inet_lookup_listener, 192, 64, 6, 0, 2); // trace syn_inject_others1: 65

// net/ipv4/tcp_ipv4.c (bytes: code lines that the traced path touched)
export const tcp_v4_hash = text(0xc020d910, 313, 49, 3, 7); // trace listen_first_bl128
export const tcp_unhash = text(0xc020bce0, 177, 39, 3, 4); // functions.json fall-through
export const tcp_v4_init_sock = text(0xc020d7f0, 271, 40, 2, 2); // functions.json fall-through
export const tcp_v4_get_port = text(0xc020d7d0, 29, 8, 2, 2); // trace listen_first_bl128
export const tcp_v4_destroy_sock = text(0xc020d010, 364, 45, 4, 6); // main path; fitted to counts close_after_listen_first_bl5
export const tcp_v4_rcv = text(0xc020ed70, 1152, 163, 11, 17); // trace synseen_inject_others0: with the lookup of connections, inlined
export const inet_lookup_established_turn = part(tcp_v4_rcv, 640, 48, 8, 0, 0); // estimate: no trace has a full chain
export const tcp_v4_do_rcv = text(0xc020cc00, 320, 60, 6, 10); // trace connect_others0: the request was found
export const tcp_v4_do_rcv_lookup = part(tcp_v4_do_rcv, 320, 192, 54, 4, 6); // trace synseen_inject_others0: 114, no request
export const tcp_v4_conn_request = text(0xc020daf0, 320, 36, 5, 7); // trace syn_full_drop
export const tcp_v4_conn_request_answer = part(tcp_v4_conn_request, 320, 512, 110, 13, 12); // trace syn_full_cookie: 146
export const tcp_v4_conn_request_queue = part(tcp_v4_conn_request, 832, 128, 24, 3, 1); // trace synseen_inject_others0: 170
export const tcp_v4_send_synack = text(0xc020c720, 263, 68, 6, 14); // trace synseen_inject_others0
export const tcp_v4_reqsk_destructor = text(0xc020c5d0, 8, 2, 0, 0); // trace syn_full_cookie
export const tcp_v4_syn_recv_sock = text(0xc020c850, 128, 12, 4, 6); // estimate: the share of the test for room
export const tcp_v4_syn_recv_sock_child = part(tcp_v4_syn_recv_sock, 128, 576, 133, 6, 8); // trace connect_others0: 145
export const tcp_v4_send_reset = text(0xc020c5e0, 64, 15, 4, 3); // trace synseen_inject_others0: no reset for a reset
export const tcp_v4_send_reset_answer = part(tcp_v4_send_reset, 64, 220, 55, 6, 12); // estimate: the rest of its 284 bytes
export const tcp_v4_reqsk_send_ack = text(0xc020e0c0, 43, 17, 3, 5); // functions.json fall-through
export const tcp_v4_send_ack = text(0xc020df80, 292, 76, 10, 21); // functions.json fall-through

// kernel/wait.c
export const init_waitqueue_head = text(0xc012b980, 16, 5, 1, 0); // trace connect_others0_target_oldest

// net/socket.c
export const sys_socketcall = text(0xc01d48a0, 730, 28, 7, 6); // trace listen_first_bl128
export const sys_socket = text(0xc01d37d0, 73, 23, 7, 5); // functions.json fall-through
export const sys_listen = text(0xc01d39d0, 97, 27, 6, 6); // trace listen_first_bl128
export const sys_bind = text(0xc01d3930, 150, 31, 7, 6); // functions.json fall-through
export const sys_accept = text(0xc01d3a40, 389, 66, 10, 16); // trace accept_others0_target_oldest
export const sys_shutdown = text(0xc01d4350, 80, 20, 5, 5); // functions.json fall-through
export const sys_setsockopt = text(0xc01d41e0, 167, 39, 12, 10); // functions.json fall-through
export const sockfd_lookup_light = text(0xc01d2fb0, 153, 26, 5, 6); // trace listen_first_bl128
export const sock_alloc = text(0xc01d2c30, 92, 21, 2, 2); // trace accept_others0_target_oldest
export const sock_map_fd = text(0xc01d3130, 98, 26, 4, 7); // functions.json fall-through
export const sock_create = text(0xc01d37b0, 5, 1, 0, 0); // functions.json fall-through
export const __sock_create = text(0xc01d3300, 301, 55, 6, 6); // functions.json fall-through
export const sock_release = text(0xc01d3240, 100, 24, 2, 4); // functions.json fall-through
export const sock_close = text(0xc01d32b0, 59, 14, 2, 3); // functions.json fall-through
export const move_addr_to_kernel = text(0xc01d3070, 61, 22, 6, 2); // functions.json, whole function
export const sock_attach_fd = text(0xc01d2820, 220, 55, 4, 12); // trace accept_others0_target_oldest
export const sock_alloc_inode = text(0xc01d2cc0, 79, 19, 2, 3); // trace accept_others0_target_oldest
export const sock_destroy_inode = text(0xc01d2cb0, 13, 3, 0, 0); // functions.json fall-through
export const sock_poll = text(0xc01d2800, 14, 7, 2, 2); // functions.json fall-through
export const sock_sendmsg = text(0xc01d3420, 217, 38, 2, 23); // trace synseen_inject_others0_target_oldest
export const sock_recvmsg = text(0xc01d3550, 242, 41, 4, 26); // functions.json fall-through
export const sys_connect = text(0xc01d3c00, 166, 43, 9, 9); // trace connect_others0_target_oldest
export const sys_getsockname = text(0xc01d3cd0, 143, 28, 6, 7); // functions.json fall-through
export const sys_getpeername = text(0xc01d3d60, 143, 28, 6, 7); // functions.json fall-through
export const sys_sendto = text(0xc01d3df0, 390, 71, 16, 18); // trace synseen_inject_others0_target_oldest
export const sys_recvfrom = text(0xc01d4000, 352, 65, 13, 18); // functions.json fall-through
export const sys_getsockopt = text(0xc01d42a0, 151, 35, 11, 9); // functions.json fall-through

// fs/open.c
export const sys_close = text(0xc0156220, 155, 38, 4, 4); // functions.json fall-through
export const filp_close = text(0xc01561b0, 101, 33, 4, 7); // functions.json fall-through
export const get_unused_fd = text(0xc0155ec0, 170, 49, 5, 8); // trace accept_others0_target_oldest
export const fd_install = text(0xc0155fd0, 58, 25, 4, 4); // trace accept_others0_target_oldest
export const put_unused_fd = text(0xc0155f80, 48, 17, 3, 3); // functions.json fall-through

// lib/percpu_counter.c
export const percpu_counter_mod = text(0xc01a6410, 112, 18, 3, 2); // trace accept_others0_target_oldest // bytes up to the next symbol

// lib/find_next_bit.c
export const find_next_zero_bit = text(0xc01a4b50, 160, 29, 5, 4); // trace accept_others0_target_oldest // bytes up to the next symbol

// fs/file.c
export const expand_files = text(0xc016cc70, 730, 17, 5, 4); // trace accept_others0_target_oldest

// fs/file_table.c
export const fget_light = text(0xc0157df0, 120, 12, 1, 1); // trace listen_first_bl128
export const get_empty_filp = text(0xc0157b10, 281, 44, 4, 5); // trace accept_others0_target_oldest // without 34 rep accesses
export const fput = text(0xc0157d70, 21, 5, 1, 0); // functions.json fall-through
export const __fput = text(0xc0157c40, 360, 87, 5, 17); // functions.json fall-through
export const put_filp = text(0xc0157e80, 80, 26, 3, 3); // functions.json, whole function

// fs/inode.c
export const alloc_inode = text(0xc016aa90, 288, 54, 3, 3); // trace accept_others0_target_oldest // bytes up to the next symbol
export const new_inode = text(0xc016b100, 128, 38, 3, 4); // trace accept_others0_target_oldest // bytes up to the next symbol
export const iput = block(0xc016b710, 480, 300, 50, 10, 30, 30, 4, 10, 4); // counts close_after_listen_first_bl5: sys_close less what is emulated, shared out with dput

// fs/dcache.c
export const d_alloc = text(0xc0169af0, 368, 85, 17, 7); // trace accept_others0_target_oldest // without 2 rep accesses // bytes up to the next symbol
export const d_instantiate = text(0xc0169cc0, 96, 27, 4, 4); // trace accept_others0_target_oldest // bytes up to the next symbol
export const dput = block(0xc01695e0, 320, 200, 30, 4, 20, 20, 3, 8, 3); // counts close_after_listen_first_bl5: sys_close less what is emulated, shared out

// net/core/sock.c
export const sk_alloc = text(0xc01d5e20, 195, 22, 6, 5); // trace connect_others0_target_oldest
export const sock_init_data = text(0xc01d6810, 388, 59, 3, 3); // functions.json fall-through
export const sk_free = text(0xc01d5ec0, 191, 32, 1, 2); // functions.json fall-through
export const sk_clone = text(0xc01d6100, 400, 94, 6, 8); // trace connect_others0_target_oldest // without 548 rep accesses
export const lock_sock_nested = text(0xc01d69a0, 143, 18, 3, 4); // counts: a plain store unlocks (the traced build has an xchg, 19)
export const release_sock = text(0xc01d6a40, 163, 24, 5, 5); // trace listen_first_bl128
export const sock_def_readable = text(0xc01d5210, 97, 21, 2, 2); // trace connect_others0_target_oldest
export const sock_def_wakeup = text(0xc01d5280, 62, 12, 2, 2); // trace connect_others0_target_oldest
export const sk_reset_timer = text(0xc01d67c0, 22, 10, 2, 2); // trace connect_others0_target_oldest
export const sk_stop_timer = text(0xc01d67e0, 33, 12, 2, 2); // trace wait-connect_waiter_blocked_accept
export const sock_setsockopt = text(0xc01d6ba0, 1276, 60, 8, 10); // main path, by hand: functions.json has the whole function
export const sock_no_listen = text(0xc01d6670, 6, 2, 1, 0); // functions.json fall-through
export const sock_def_destruct = text(0xc01d50f0, 11, 2, 0, 0); // functions.json fall-through; only its address is used
export const sock_def_write_space = text(0xc01d5170, 139, 34, 3, 3); // trace synseen_inject_others0_target_oldest; only its address is used
export const sock_def_error_report = text(0xc01d5100, 94, 28, 2, 5); // functions.json fall-through
export const sock_getsockopt = text(0xc01d59a0, 1036, 45, 4, 9); // estimate: a fifth of functions.json's whole function

// net/core/request_sock.c
export const reqsk_queue_alloc = text(0xc01d7550, 213, 55, 7, 9); // trace listen_first_bl5 less its loop
export const reqsk_queue_alloc_turn = part(reqsk_queue_alloc, 90, 24, 6, 0, 0); // traces bl5 and bl128: 24 for 4 turns
export const reqsk_queue_destroy = text(0xc01d7630, 210, 21, 5, 8); // main path; fitted to counts close_after_listen_first_bl5
export const reqsk_queue_destroy_turn = part(reqsk_queue_destroy, 96, 32, 7, 1, 1); // functions.json
export const reqsk_queue_destroy_free = part(reqsk_queue_destroy, 112, 48, 12, 2, 3); // functions.json

// net/ipv4/ip_sockglue.c
export const ip_getsockopt = text(0xc01f9a60, 64, 70, 10, 14); // estimate, with do_ip_getsockopt(): no facts
export const ip_setsockopt = text(0xc01f9a20, 64, 90, 10, 16); // estimate, with do_ip_setsockopt(): no facts

// net/ipv4/af_inet.c
export const inet_create = text(0xc021a9f0, 684, 104, 9, 13); // functions.json fall-through
export const inet_bind = text(0xc021a190, 501, 75, 8, 12); // main path, by hand: functions.json has the whole function
export const inet_listen = text(0xc0219dd0, 119, 31, 4, 5); // trace relisten_after_listen_first_bl5
export const inet_listen_first = part(inet_listen, 64, 32, 6, 0, 1); // trace listen_first_bl128: 37 in all
export const inet_autobind = text(0xc0219e50, 77, 20, 2, 4); // functions.json fall-through
export const inet_accept = text(0xc0219f90, 166, 40, 5, 10); // trace accept_others0_target_oldest
export const inet_shutdown = text(0xc021a040, 199, 50, 5, 8); // functions.json fall-through
export const inet_release = text(0xc021a130, 76, 20, 3, 4); // functions.json fall-through
export const inet_sock_destruct = text(0xc0219b90, 551, 40, 3, 5); // main path; fitted to counts close_after_listen_first_bl5
export const inet_sk_rebuild_header = block(0xc021ade0, 256, 32, 2, 0, 8, 8, 0, 0, 0); // trace connect_others0: __sk_dst_check
export const inet_getname = text(0xc0219af0, 132, 32, 5, 3); // functions.json fall-through
export const inet_dgram_connect = text(0xc0219eb0, 97, 16, 4, 3); // functions.json fall-through
export const inet_sendmsg = text(0xc0219f30, 82, 16, 4, 4); // trace synseen_inject_others0_target_oldest
export const inet_recvmsg = text(0xc01d7180, 84, 31, 7, 9); // functions.json fall-through: sock_common_recvmsg
export const inet_stream_connect = text(0xc021a3a0, 616, 119, 12, 20); // trace connect_others0_target_oldest

// net/ipv4/inet_connection_sock.c
export const inet_csk_get_port = text(0xc01faf50, 613, 72, 7, 9); // trace listen_first_bl128 less one turn
export const inet_csk_get_port_turn = part(inet_csk_get_port, 160, 32, 6, 0, 0); // functions.json
export const inet_csk_get_port_rover = part(inet_csk_get_port, 80, 80, 14, 2, 1); // functions.json
export const inet_csk_bind_conflict = text(0xc01fae70, 237, 18, 4, 4); // trace listen_first_bl128 less one turn
export const inet_csk_bind_conflict_turn = part(inet_csk_bind_conflict, 48, 80, 9, 1, 0); // functions.json
export const inet_csk_listen_start = text(0xc01fbc90, 262, 46, 4, 7); // trace listen_first_bl128 // without 5 rep accesses
export const inet_csk_listen_stop = text(0xc01fbdb0, 364, 20, 4, 8); // main path; fitted to counts close_after_listen_first_bl5
export const inet_csk_listen_stop_turn = part(inet_csk_listen_stop, 96, 220, 50, 8, 18); // functions.json
export const inet_csk_accept = text(0xc01fb1b0, 626, 37, 4, 6); // trace accept_others0_target_oldest
export const inet_csk_destroy_sock = text(0xc01fbb30, 313, 29, 2, 3); // functions.json fall-through
export const inet_csk_reset_keepalive_timer = text(0xc01fb500, 19, 4, 0, 0); // functions.json fall-through
export const inet_csk_delete_keepalive_timer = text(0xc01fb4f0, 11, 2, 0, 0); // trace wait-connect_waiter_blocked_accept
export const inet_csk_clear_xmit_timers = text(0xc01fb4b0, 62, 14, 1, 3); // functions.json fall-through
export const inet_csk_init_xmit_timers = text(0xc01fb430, 100, 27, 5, 6); // trace connect_others0_target_oldest
export const inet_csk_search_req = text(0xc01fb650, 192, 75, 6, 5); // trace synseen_inject_others0: empty chain
export const inet_csk_search_req_turn = part(inet_csk_search_req, 192, 32, 9, 1, 0); // trace syn_full_drop: 84, one other
export const inet_csk_search_req_found = part(inet_csk_search_req, 224, 45, 8, 1, 1); // trace connect_others0: 92
export const inet_csk_reqsk_queue_hash_add = text(0xc01fb770, 270, 90, 7, 6); // trace synseen_inject_others0
export const inet_csk_reqsk_queue_prune = text(0xc01fb880, 240, 45, 6, 10); // fitted to counts idle_4s_50pending: 12,374 with 5 SYN-ACKs, 34 chains
export const inet_csk_reqsk_queue_prune_turn = part(inet_csk_reqsk_queue_prune, 240, 48, 16, 4, 2); // fitted: see above
export const inet_csk_reqsk_queue_prune_entry = part(inet_csk_reqsk_queue_prune, 288, 32, 9, 1, 0); // fitted: see above
export const inet_csk_reqsk_queue_prune_due = part(inet_csk_reqsk_queue_prune, 320, 160, 36, 5, 3); // fitted: see above
export const inet_csk_route_req = text(0xc01fb520, 274, 79, 4, 25); // trace synseen_inject_others0
export const inet_csk_clone = text(0xc01fbad0, 91, 24, 2, 2); // trace connect_others0, without 5 rep accesses

// net/ipv4/tcp.c
export const tcp_close = text(0xc01fe360, 1727, 60, 6, 12); // main path; fitted to counts close_after_listen_first_bl5
export const tcp_disconnect = text(0xc01fea50, 1090, 160, 5, 13); // functions.json fall-through
export const tcp_shutdown = text(0xc01fe320, 57, 10, 2, 1); // functions.json fall-through
export const tcp_close_state = text(0xc01fc020, 323, 43, 6, 7); // functions.json fall-through
export const tcp_setsockopt = text(0xc01feee0, 1023, 50, 8, 10); // main path, by hand: functions.json has the whole function

// net/ipv4/tcp_timer.c
export const tcp_init_xmit_timers = text(0xc020bc70, 29, 7, 2, 2); // trace connect_others0_target_oldest
export const tcp_write_timer = text(0xc020b520, 1794, 406, 7, 52); // functions.json, whole function; only its address is used
export const tcp_delack_timer = text(0xc020b110, 474, 74, 3, 5); // functions.json fall-through; only its address is used
export const tcp_keepalive_timer = text(0xc020adb0, 801, 27, 3, 4); // counts idle_4s_50pending: 30 with _spin_lock, of a listener

// net/ipv4/tcp_output.c
export const tcp_send_active_reset = text(0xc020a000, 218, 55, 3, 6); // functions.json fall-through
export const tcp_send_fin = text(0xc0209ec0, 326, 32, 5, 7); // functions.json fall-through
export const tcp_make_synack = block(0xc020a280, 1408, 317, 32, 81, 37, 35, 2, 7, 4); // counts syn_dup: with __alloc_skb; less its real accesses
export const tcp_make_synack_window = part(tcp_make_synack, 512, 128, 43, 6, 7); // trace synseen_inject_others0: 460 with tcp_select_initial_window
export const tcp_select_initial_window = text(0xc0207370, 294, 100, 10, 8); // trace synseen_inject_others0
export const tcp_mtup_init = text(0xc0207b60, 92, 22, 2, 1); // trace connect_others0
export const tcp_sync_mss = text(0xc0207bc0, 208, 45, 7, 6); // trace connect_others0
export const tcp_current_mss = block(0xc0207cb0, 256, 35, 7, 1, 4, 3, 0, 0, 0); // trace connect_others0
export const __tcp_push_pending_frames = block(0xc0208740, 128, 18, 1, 0, 6, 6, 0, 0, 0); // trace connect_others0
export const tcp_send_ack = block(0xc020a9d0, 5504, 970, 225, 135, 100, 98, 4, 57, 23); // trace connect_others0: tcp_transmit_skb, ip_queue_xmit, ...
export const tcp_transmit_skb = block(0xc0208020, 4096, 780, 160, 110, 80, 80, 4, 60, 25); // estimated: trace connect_others0_target_oldest, __alloc_skb, the call itself, and the IP output of synseen

// net/ipv4/tcp_cong.c
export const tcp_init_congestion_control = text(0xc0210850, 64, 12, 0, 0); // trace connect_others0_target_oldest // bytes up to the next symbol

// kernel/timer.c (run_timer_softirq with __run_timers, inlined; fitted to counts idle_4s_50pending: 160 without a timer,
// 186 with one, 22 a turn on 3.6)
export const run_timer_softirq = text(0xc0120220, 250, 40, 6, 19); // fitted: see above
export const run_timer_softirq_turn = part(run_timer_softirq, 250, 80, 22, 2, 1); // fitted: see above
export const run_timer_softirq_timer = part(run_timer_softirq, 330, 80, 22, 2, 2); // fitted: see above
export const cascade = text(0xc01201a0, 98, 22, 6, 6); // functions.json: 40 with one turn
export const cascade_turn = part(cascade, 48, 32, 9, 0, 0); // functions.json
export const init_timer = text(0xc0120630, 32, 7, 1, 0); // trace connect_others0_target_oldest
export const mod_timer = text(0xc01207b0, 41, 6, 0, 0); // trace connect_others0_target_oldest
export const __mod_timer = text(0xc0120650, 206, 46, 7, 9); // trace connect_others0_target_oldest
export const del_timer = text(0xc01207e0, 99, 32, 3, 4); // trace wait-connect_waiter_blocked_accept
export const hrtimer_run_queues = block(0xc012ec70, 384, 94, 18, 6, 20, 3, 2, 6, 2); // counts idle_4s_50pending: what the 160 of run_timer_softirq leave
export const internal_add_timer = text(0xc0120030, 214, 26, 3, 2); // trace connect_others0_target_oldest

// net/core/stream.c
export const sk_stream_write_space = text(0xc01db4c0, 134, 36, 3, 4); // functions.json fall-through; only its address is used
export const sk_stream_kill_queues = text(0xc01dbc50, 329, 30, 2, 4); // main path; fitted to counts close_after_listen_first_bl5

// mm/page_alloc.c (buffered_rmqueue without the 25 that clear a page: clear_highpage)
export const __alloc_pages = text(0xc013b9f0, 832, 34, 7, 10); // trace listen_first_bl1024_raised
export const get_page_from_freelist = text(0xc013b920, 208, 48, 13, 12); // trace listen_first_bl1024_raised: 60 with one turn
export const get_page_from_freelist_turn = part(get_page_from_freelist, 64, 64, 12, 0, 0);
export const zone_watermark_ok = text(0xc013b880, 160, 30, 7, 4); // trace listen_first_bl1024_raised
export const zone_watermark_turn = part(zone_watermark_ok, 96, 32, 8, 0, 0); // hand-counted: in no trace
export const buffered_rmqueue = text(0xc013b190, 560, 105, 16, 14); // trace listen_first_bl5
export const clear_highpage = part(buffered_rmqueue, 640, 64, 25, 3, 3); // trace listen_first_bl1024_raised: 130 in all
export const rmqueue_bulk_turn = part(buffered_rmqueue, 704, 48, 21, 1, 1); // counts listen_first_bl1024_raised: 1,032 for 3 pages of 130 and a refill of 31
export const __rmqueue = text(0xc013ab80, 208, 30, 4, 5); // hand-counted: in no trace
export const __rmqueue_turn = part(__rmqueue, 32, 32, 6, 0, 0); // hand-counted: in no trace
export const __rmqueue_expand = part(__rmqueue, 96, 64, 14, 0, 0); // hand-counted: in no trace
export const __get_free_pages = text(0xc013bd30, 80, 12, 1, 1); // hand-counted: in no trace
export const __free_pages = text(0xc013be00, 48, 10, 1, 0); // hand-counted: in no trace
export const free_pages = text(0xc013be30, 32, 9, 1, 0); // hand-counted: in no trace
export const free_hot_cold_page = text(0xc013b4c0, 320, 72, 6, 6); // hand-counted: in no trace
export const free_pages_bulk_turn = part(free_hot_cold_page, 384, 64, 16, 0, 0); // hand-counted: in no trace
export const __free_one_page_turn = part(free_hot_cold_page, 448, 128, 26, 0, 0); // hand-counted: in no trace
export const __free_pages_ok = text(0xc013ad50, 384, 60, 6, 6); // hand-counted: in no trace
export const free_pages_check_turn = part(__free_pages_ok, 32, 48, 12, 0, 0); // hand-counted: in no trace

// mm/highmem.c
export const page_address = text(0xc0142350, 112, 28, 5, 4); // trace listen_first_bl1024_raised

// arch/i386/mm/highmem.c
export const kmap_atomic = text(0xc010ffa0, 96, 18, 2, 2); // trace listen_first_bl1024_raised
export const kunmap_atomic = text(0xc0110040, 96, 22, 4, 3); // trace listen_first_bl1024_raised

// mm/slab.c (cache_grow and its helpers are inlined in cache_alloc_refill: 1028 instructions with 30 objects, 338 without)
export const kmem_cache_alloc = text(0xc0152c10, 57, 21, 5, 4); // trace synseen_inject_others0_target_oldest
export const cache_alloc_refill = text(0xc0152cf0, 400, 58, 30, 26); // trace listen_first_bl5: its share
export const cache_alloc_refill_pass = part(cache_alloc_refill, 64, 128, 50, 0, 0); // trace listen_first_bl5: its share
export const cache_alloc_refill_object = part(cache_alloc_refill, 304, 49, 16, 0, 0); // trace listen_first_bl5, each object
export const cache_grow = part(cache_alloc_refill, 480, 420, 180, 0, 0); // trace listen_first_bl5: its share
export const slab_map_pages_turn = part(cache_alloc_refill, 848, 32, 6, 0, 0); // hand-counted: in no trace
export const cache_init_objs_turn = part(cache_alloc_refill, 903, 40, 7, 0, 0); // trace listen_first_bl5, each object
export const __kmalloc = text(0xc01532c0, 98, 29, 5, 4); // trace listen_first_bl1024_raised, size-32
export const __kmalloc_turn = part(__kmalloc, 24, 12, 3, 0, 0); // trace listen_first_bl128: 54 for the ninth class
export const kmem_cache_free = text(0xc0153380, 125, 35, 6, 5); // trace synseen_inject_others0_target_oldest
export const kfree = text(0xc0153ac0, 117, 37, 6, 5); // trace synseen_inject_others0_target_oldest
export const free_block = text(0xc01534a0, 264, 17, 7, 6); // functions.json fall-through, without the turn
export const free_block_turn = part(free_block, 32, 200, 42, 0, 0); // functions.json fall-through
export const cache_flusharray = text(0xc0153690, 148, 39, 7, 8); // functions.json fall-through
export const slab_destroy = text(0xc0153400, 164, 42, 6, 7); // functions.json fall-through
export const kmem_freepages = text(0xc01527f0, 162, 34, 4, 5); // functions.json fall-through, without the turn
export const kmem_freepages_turn = part(kmem_freepages, 96, 24, 6, 0, 0); // functions.json fall-through
export const ksize = text(0xc0154820, 60, 15, 1, 0); // functions.json fall-through
export const kmem_cache_shrink = text(0xc0153900, 368, 60, 6, 7); // hand-counted: in no trace
export const drain_freelist = text(0xc0153790, 368, 20, 5, 6); // hand-counted: in no trace
export const drain_freelist_turn = part(drain_freelist, 48, 160, 22, 0, 0); // hand-counted: in no trace
export const kfree_null = text(0xc0153ac0, 117, 3, 1, 0); // trace syn_full_cookie: kfree(NULL)

// mm/vmstat.c
export const mod_zone_page_state = text(0xc01418e0, 128, 33, 7, 6); // trace listen_first_bl5

// mm/util.c
export const __kzalloc = text(0xc0140f20, 44, 22, 3, 3); // trace listen_first_bl128

// mm/vmalloc.c
export const __vmalloc = text(0xc014b660, 131, 30, 3, 7); // trace listen_first_bl1024_raised
export const __get_vm_area_node = text(0xc014aca0, 442, 83, 16, 13); // trace listen_first_bl1024_raised: 113 with three turns
export const __get_vm_area_node_turn = part(__get_vm_area_node, 160, 48, 10, 0, 0); // trace listen_first_bl1024_raised
export const __vmalloc_area_node = text(0xc014b420, 359, 94, 14, 16); // trace listen_first_bl1024_raised: 124 with three turns
export const __vmalloc_area_node_turn = part(__vmalloc_area_node, 112, 48, 10, 0, 0); // trace listen_first_bl1024_raised
export const map_vm_area = text(0xc014afa0, 382, 54, 14, 11); // trace listen_first_bl1024_raised: 114 with three turns
export const map_vm_area_turn = part(map_vm_area, 160, 96, 20, 0, 0); // trace listen_first_bl1024_raised
export const unmap_vm_area = text(0xc014ae60, 332, 54, 9, 14); // functions.json fall-through, without the turn
export const unmap_vm_area_turn = part(unmap_vm_area, 144, 48, 10, 0, 0); // functions.json
export const remove_vm_area = text(0xc014b1d0, 92, 24, 4, 5); // functions.json fall-through
export const remove_vm_area_turn = part(remove_vm_area, 32, 16, 4, 0, 0); // functions.json
export const __vunmap = text(0xc014b230, 262, 37, 3, 5); // functions.json fall-through
export const __vunmap_turn = part(__vunmap, 96, 32, 8, 1, 1); // functions.json
export const vfree = text(0xc014b340, 31, 6, 0, 0); // functions.json fall-through

// arch/i386/kernel/smp.c
export const flush_tlb_all = text(0xc010a5a0, 64, 24, 4, 5); // hand-counted: in no trace

// net/core/dev.c
export const netif_receive_skb = block(0xc01de730, 1216, 231, 53, 10, 17, 17, 0, 15, 2); // trace synseen_inject_others0: own figures of netif_receive_skb, ip_rcv and ip_local_deliver, less what dev.ts does itself

// net/ipv4/ip_output.c
export const ip_send_reply = block(0xc01f7cf0, 6400, 1280, 216, 143, 189, 190, 16, 55, 28); // counts syn_closed_port: tcp_v4_send_reset (1,350) less its own
export const ip_build_and_send_pkt = block(0xc01f6100, 2688, 431, 107, 46, 48, 46, 6, 16, 6); // trace synseen_inject_others0: ip_output, dev_queue_xmit, loopback_xmit, ...

// drivers/char/random.c
export const secure_tcp_sequence_number = block(0xc01aa0e0, 1280, 358, 24, 0, 62, 43, 3, 8, 0); // trace synseen_inject_others0: half_md4_transform, do_gettimeofday
export const get_random_bytes = block(0xc01a9ec0, 2496, 8870, 171, 30, 1751, 830, 8, 10, 4); // trace listen_first_bl5: sha_transform, __add_entropy_words, extract_buf, account, extract_entropy, ... // 1 of the accesses by rep // locked estimated

// arch/i386/lib/checksum.S
export const csum_partial = block(0xc0250554, 256, 39, 10, 0, 7, 2, 0, 0, 0); // trace synseen_inject_others0

// net/ipv4/syncookies.c
export const cookie_v4_init_sequence = block(0xc02232b0, 1024, 5367, 43, 0, 1100, 431, 0, 11, 1); // trace syn_full_cookie: two sha_transform; less its real accesses
export const cookie_hash = block(0xc0223210, 768, 2634, 18, 0, 546, 208, 0, 2, 0); // trace syn_full_cookie: with sha_transform
export const cookie_v4_check = text(0xc02233a0, 64, 20, 5, 5); // counts stray_ack_listener: cookies are off
export const cookie_v4_check_on = part(cookie_v4_check, 64, 64, 12, 1, 1); // estimate: the share of the test of the last overflow
export const cookie_v4_check_valid = part(cookie_v4_check, 128, 896, 180, 20, 35); // counts connect_via_cookie: 6,333 less what it calls

// net/ipv4/route.c
export const ip_route_output_flow = block(0xc01f1e40, 832, 159, 16, 3, 28, 18, 0, 4, 1); // trace synseen_inject_others0: __ip_route_output_key, rt_hash_code; less the route's count

// net/ipv4/tcp_input.c (bytes: code lines that the traced path touched)
export const tcp_rcv_state_process = text(0xc02060a0, 384, 40, 5, 6); // trace synseen_inject_others0: LISTEN
export const tcp_rcv_state_process_child = part(tcp_rcv_state_process, 384, 832, 177, 7, 18); // trace connect_others0: 217
export const tcp_parse_options = text(0xc02054c0, 128, 16, 4, 8); // trace synseen_inject_others0 (183) and connect_others0 (75): their common part
export const tcp_parse_options_nop = part(tcp_parse_options, 128, 64, 10, 0, 0); // trace synseen_inject_others0 (183) and connect_others0 (75): their common part
export const tcp_parse_options_option = part(tcp_parse_options, 192, 256, 39, 3, 2); // trace synseen_inject_others0 (183) and connect_others0 (75): their common part
export const tcp_fast_parse_options = text(0xc02056f0, 127, 35, 4, 3); // trace connect_others0
export const tcp_rcv_established = text(0xc0205890, 640, 120, 8, 14); // estimate: functions.json has 495 for all its paths
export const tcp_ack = text(0xc02036c0, 640, 88, 7, 8); // trace connect_others0
export const tcp_rtt_estimator = text(0xc01ffbf0, 256, 18, 1, 0); // trace connect_others0
export const tcp_init_buffer_space = text(0xc01ffa50, 400, 510, 6, 6); // trace connect_others0
export const tcp_urg = text(0xc0201720, 128, 21, 5, 4); // trace connect_others0
export const tcp_data_queue = text(0xc02022f0, 256, 18, 4, 4); // trace connect_others0: no data
export const tcp_data_queue_data = part(tcp_data_queue, 256, 512, 90, 6, 8); // estimate: data in order
export const tcp_fin = text(0xc0201520, 256, 60, 4, 8); // estimate: half of functions.json
export const tcp_reset = text(0xc0200350, 385, 63, 2, 5); // functions.json fall-through
export const tcp_initialize_rcv_mss = text(0xc0202170, 61, 17, 1, 0); // trace connect_others0
export const tcp_init_metrics = block(0xc02019b0, 320, 26, 8, 1, 3, 2, 0, 1, 1); // trace connect_others0
export const tcp_check_space = text(0xc01fffb0, 128, 4, 1, 0); // trace connect_others0

// net/ipv4/tcp_cubic.c
export const bictcp_init = block(0xc02251a0, 192, 29, 1, 13, 1, 0, 0, 1, 0); // trace connect_others0

// net/ipv4/tcp_minisocks.c
export const tcp_check_req = text(0xc0210280, 320, 59, 8, 10); // counts syn_dup: 1,335 less what it calls
export const tcp_check_req_in_window = part(tcp_check_req, 320, 128, 16, 2, 2); // trace connect_others0: 105 in all
export const tcp_check_req_child = part(tcp_check_req, 448, 192, 30, 4, 2); // trace connect_others0: 105 in all
export const tcp_create_openreq_child = text(0xc020ff20, 861, 191, 7, 7); // trace connect_others0
export const tcp_child_process = text(0xc0210630, 174, 40, 5, 7); // trace connect_others0

// net/core/skbuff.c
export const kfree_skb = text(0xc01d7b90, 64, 6, 1, 1); // trace synseen_inject_others0
export const __kfree_skb = text(0xc01d7d00, 128, 19, 2, 2); // trace synseen_inject_others0
export const kfree_skbmem = block(0xc01d7c80, 192, 52, 9, 2, 7, 7, 0, 6, 2); // trace synseen_inject_others0: with kmem_cache_free
export const skb_release_data = block(0xc01d7bd0, 320, 54, 8, 2, 8, 7, 0, 5, 2); // trace synseen_inject_others0: with kfree

// arch/i386/kernel/apic.c (interrupt entry, do_timer, update_process_times, irq_exit, __do_softirq, back to idle)
export const apic_timer_interrupt = block(0xc0103a6c, 4096, 1240, 225, 75, 210, 185, 12, 60, 20); // estimate +-20 %: counts idle_4s_50pending, 1,293 a tick besides run_timer_softirq, less its packets

// arch/i386/kernel/entry.S
export const system_call = block(0xc0102f64, 192, 45, 11, 0, 5, 18, 0, 5, 0); // trace listen_first_bl5: kernel_entry (sysenter_entry to sysexit)

// arch/i386/lib/usercopy.c
export const copy_from_user = block(0xc01a5210, 96, 55, 6, 0, 9, 7, 0, 2, 0); // trace listen_first_bl5: with __copy_from_user_ll

// lib/vsprintf.c
export const sprintf = block(0xc01a4480, 640, 309, 11, 0, 48, 47, 0, 5, 0); // trace accept_others0_target_oldest: vsnprintf, number

// net/ipv4/fib_frontend.c
export const inet_addr_type = block(0xc021f850, 480, 186, 11, 0, 26, 31, 0, 5, 0); // as on 3.6 (trace syn_full_cookie): no trace of this kernel has it

// fs/fcntl.c
export const sys_dup = text(0xc0162c10, 64, 24, 4, 5); // estimate: no facts
// fs/select.c
export const sys_poll = text(0xc0165170, 2816, 260, 40, 50); // estimate, with do_sys_poll(): no facts
// net/core/stream.c, net/socket.c, net/ipv4/af_inet.c: the process's side of a connection
export const sk_stream_wait_connect = text(0xc01db560, 383, 78, 5, 14); // functions.json fall-through
// net/ipv4/inet_hashtables.c: a port for connect()
export const inet_hash_connect = text(0xc01fa0a0, 1073, 124, 16, 19); // trace connect_others0_target_oldest: 144 with one turn
export const inet_hash_connect_turn = part(inet_hash_connect, 320, 96, 20, 2, 1); // estimate: its share
export const __inet_check_established = text(0xc01f9a70, 718, 123, 17, 16); // functions.json fall-through
export const secure_ipv4_port_ephemeral = block(0xc01aa160, 832, 266, 11, 0, 41, 23, 0, 3, 0); // trace connect_others0: half_md4_transform
// net/ipv4/inet_timewait_sock.c
export const __inet_twsk_kill = text(0xc01fa500, 207, 63, 3, 7); // functions.json fall-through
export const inet_twdr_do_twkill_work = text(0xc01fa600, 224, 20, 1, 7); // functions.json fall-through: 36 with one turn
export const inet_twdr_do_twkill_turn = part(inet_twdr_do_twkill_work, 64, 96, 16, 0, 0); // functions.json: its share
export const __inet_twsk_hashdance = text(0xc01fa710, 260, 70, 6, 7); // functions.json fall-through
export const inet_twsk_free = text(0xc01fa820, 48, 18, 1, 2); // estimate: inlined here; 3.6's has 21
export const inet_twsk_alloc = text(0xc01fa850, 149, 40, 3, 3); // functions.json fall-through
export const inet_twdr_hangman = text(0xc01fa8f0, 172, 39, 2, 5); // functions.json, whole function
export const inet_twsk_deschedule = text(0xc01faa70, 145, 41, 2, 5); // functions.json fall-through
export const inet_twsk_schedule = text(0xc01fab40, 367, 56, 7, 6); // functions.json fall-through
// net/ipv4/tcp.c: data
export const tcp_poll = text(0xc01fc1c0, 325, 61, 3, 3); // functions.json fall-through
export const tcp_sendmsg = text(0xc01fcac0, 2909, 200, 21, 28); // estimate: 30 % of functions.json's whole function
export const tcp_recvmsg = text(0xc01fd920, 2410, 202, 39, 30); // functions.json fall-through
export const tcp_getsockopt = text(0xc01ff4f0, 692, 43, 4, 7); // estimate: a quarter of functions.json's whole function
// net/ipv4/tcp_output.c: data
export const tcp_write_xmit = text(0xc0208740, 2430, 140, 12, 14); // estimate: of __tcp_push_pending_frames, which inlines it
export const tcp_retransmit_skb = text(0xc0209480, 1451, 120, 8, 8); // estimate: a third of functions.json's whole function
export const tcp_connect = text(0xc020a550, 945, 187, 8, 17); // trace connect_others0_target_oldest
export const tcp_write_timeout = part(tcp_write_timer, 512, 384, 60, 1, 8); // estimate: inlined in tcp_write_timer
// net/ipv4/tcp_ipv4.c: connecting
export const tcp_v4_connect = text(0xc020bd90, 1669, 224, 24, 63); // trace connect_others0_target_oldest, without 15 rep accesses
// net/ipv4/tcp_input.c: what is in flight
export const tcp_clean_rtx_queue = part(tcp_ack, 640, 384, 120, 8, 8); // estimate: inlined in tcp_ack
export const tcp_rcv_synsent_state_process = part(tcp_rcv_state_process, 832, 640, 180, 6, 12); // estimate: inlined in tcp_rcv_state_process
export const inet_lookup_timewait_turn = part(tcp_v4_rcv, 688, 48, 8, 0, 0); // estimate: as inet_lookup_established_turn
// net/ipv4/tcp_minisocks.c: TIME_WAIT
export const tcp_timewait_state_process = text(0xc020f6c0, 1041, 90, 8, 10); // estimate: a third of functions.json's whole function
export const tcp_time_wait = text(0xc020fc00, 762, 159, 11, 19); // functions.json fall-through
