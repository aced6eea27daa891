// Where Linux 4.3 keeps its code, and what it costs: a row for each function (text), for each loop or branch that is
// charged apart (part) and for each measured block (block). The columns are explained in machine/text.ts.
// Nobody traced this kernel. Bytes: facts/functions.json; functions stand in its order, each on 16 bytes, for want of a
// System.map. Instructions and stack accesses: the walk without jumps where that is what the traced 3.6 does, else the
// same share of the function's instructions as there. What functions.json does not know is as in 3.6, 3 MiB further up.
// All of it +-30 %. `node tools/facts.mjs rows 4.3 NAME` prints a row. Below, under its C file.
import { block, part, text } from "../machine/text";

// kernel/locking/spinlock.c
export const _raw_spin_lock = text(0xc1000130, 33, 7, 1, 0); // functions.json fall-through: cmpxchg of a free lock
export const _raw_spin_lock_bh = text(0xc1000160, 41, 8, 1, 0); // estimate: as in 3.6, 10 of 14; here of 11
export const _raw_spin_unlock_bh = text(0xc1000190, 16, 4, 1, 0); // functions.json fall-through
export const _raw_write_lock = text(0xc1000310, 31, 7, 1, 0); // estimate: as in 3.6, 3 of 4; here of 9
export const _raw_write_lock_bh = text(0xc10002e0, 39, 8, 1, 0); // functions.json fall-through
export const _raw_write_unlock_bh = text(0xc1000340, 16, 4, 1, 0); // functions.json fall-through
export const _raw_read_lock = text(0xc1000200, 31, 6, 1, 0); // functions.json fall-through
export const _raw_spin_lock_irqsave = text(0xc10000d0, 45, 14, 5, 3); // estimate: as in 3.6, 12 of 16; here of 19
export const _raw_spin_unlock_irqrestore = text(0xc1000050, 6, 4, 2, 1); // functions.json fall-through
export const _raw_spin_lock_irq = text(0xc1000100, 33, 7, 1, 0); // estimate: as in 3.6, 7 of 11; here of 11
export const _raw_read_lock_bh = text(0xc1000270, 39, 7, 1, 0); // functions.json fall-through
export const _raw_read_unlock_bh = text(0xc10001e0, 24, 6, 1, 0); // functions.json fall-through

// kernel/softirq.c
export const __local_bh_enable_ip = text(0xc10079a0, 138, 18, 3, 2); // functions.json fall-through

// kernel/sched/wait.c
export const __wake_up = text(0xc10069a0, 57, 25, 6, 9); // functions.json fall-through
export const __wake_up_common = text(0xc1006930, 104, 23, 6, 6); // functions.json fall-through

// net/ipv4/inet_hashtables.c
export const inet_bind_bucket_create = text(0xc1020b20, 80, 29, 5, 4); // functions.json fall-through
export const inet_bind_bucket_destroy = text(0xc1020b70, 38, 13, 2, 1); // estimate: as in 3.6, 13 of 13; here of 13
export const inet_bind_hash = text(0xc1020ba0, 42, 15, 2, 1); // functions.json fall-through
export const inet_put_port = text(0xc1020730, 155, 39, 3, 4); // functions.json fall-through
export const inet_hash = text(0xc1020ae0, 49, 9, 0, 1); // by hand: all of 10 but the return of a closed socket
export const inet_unhash = text(0xc10201e0, 129, 34, 2, 4); // functions.json fall-through
export const __inet_hash_nolisten = text(0xc1020940, 233, 57, 4, 6); // functions.json fall-through
export const __inet_inherit_port = text(0xc10207d0, 259, 44, 7, 6); // estimate: as in 3.6, 46 of 86; here of 83
export const __inet_lookup_established = text(0xc1020620, 271, 40, 17, 10); // estimate +-6: an empty chain; the walk of 80 goes through an entry that matches
export const inet_lookup_established_turn = part(__inet_lookup_established, 320, 48, 8, 0, 0); // as 3.6: estimate: no trace has a full chain
export const inet_lookup_established_hit = part(__inet_lookup_established, 384, 64, 32, 0, 0); // what the walk of 80 leaves
export const __inet_lookup_listener = text(0xc101ff80, 597, 42, 11, 9); // estimate: 3.6\'s 33 and the arguments more; the walk of 128 has the loop
export const inet_lookup_listener_turn = part(__inet_lookup_listener, 192, 64, 7, 1, 0); // estimate 6 to 8: its C text by gcc 12, the port on the stack; 3.6's 6
export const inet_lookup_listener_score = part(__inet_lookup_listener, 256, 64, 27, 0, 0); // estimate: 3.6's 21, by the sizes of both
export const inet_lookup_listener_equal = part(__inet_lookup_listener, 320, 64, 14, 2, 2); // estimate: the share of its multiplications
export const inet_ehashfn = text(0xc101fee0, 150, 59, 8, 6); // functions.json fall-through
export const __inet_hash = text(0xc1020a30, 161, 46, 6, 7); // functions.json fall-through
export const sk_ehashfn = text(0xc10208e0, 85, 25, 6, 6); // functions.json fall-through
export const inet_hash_connect = text(0xc1020ee0, 58, 143, 20, 21); // estimate: as in 3.6, 129 of 19; here of 21
export const inet_hash_connect_turn = part(inet_hash_connect, 320, 96, 22, 2, 1); // estimate: 3.6's 20, by the sizes of both
export const __inet_check_established = text(0xc1020270, 552, 134, 21, 18); // functions.json fall-through
export const secure_ipv4_port_ephemeral = block(0xc1460080, 1856, 634, 18, 0, 78, 32, 0, 1, 0); // estimate: 3.6's, +-30 %: trace connect_others0: md5_transform

// net/core/sock.c
export const sock_prot_inuse_add = text(0xc1018d30, 14, 3, 1, 0); // estimate: as in 3.6, 3 of 4; here of 4
export const sk_alloc = text(0xc101a4f0, 127, 42, 7, 6); // functions.json fall-through
export const sk_prot_alloc = text(0xc101a420, 203, 25, 5, 5); // estimate: as in 3.6, 25 of 72; here of 72
export const sock_init_data = text(0xc10195a0, 495, 72, 4, 4); // functions.json fall-through
export const sk_free = text(0xc101b9c0, 21, 3, 1, 0); // functions.json fall-through
export const __sk_free = text(0xc101b920, 152, 26, 1, 2); // functions.json fall-through
export const sk_clone_lock = text(0xc101bc40, 603, 175, 9, 15); // estimate: as in 3.6, 171 of 119; here of 122
export const lock_sock_nested = text(0xc1019970, 57, 13, 1, 2); // functions.json fall-through
export const release_sock = text(0xc10199b0, 275, 30, 5, 6); // estimate: as in 3.6, 30 of 74; here of 74
export const sock_def_readable = text(0xc10198a0, 87, 19, 4, 4); // functions.json fall-through
export const sock_def_wakeup = text(0xc10197f0, 39, 6, 1, 0); // estimate: as in 3.6, 6 of 13; here of 13
export const sk_reset_timer = text(0xc1019f20, 22, 10, 2, 2); // functions.json fall-through
export const sk_stop_timer = text(0xc1019f40, 20, 9, 2, 2); // functions.json fall-through
export const sock_setsockopt = text(0xc101aa10, 2026, 79, 9, 11); // estimate: as in 3.6, 70 of 356; here of 400
export const sock_no_listen = text(0xc1018a80, 6, 2, 1, 0); // functions.json fall-through
export const sock_def_destruct = text(0xc1018ae0, 1, 1, 1, 0); // functions.json fall-through
export const sock_def_write_space = text(0xc1019820, 119, 28, 4, 4); // functions.json fall-through
export const sock_def_error_report = text(0xc1019790, 84, 19, 4, 4); // functions.json fall-through
export const sk_setup_caps = text(0xc1018e90, 260, 62, 7, 7); // estimate: as in 3.6, 57 of 68; here of 74
export const sk_destruct = text(0xc101b850, 199, 41, 1, 5); // functions.json fall-through
export const sock_i_uid = text(0xc10187f0, 44, 17, 3, 4); // functions.json fall-through
export const sock_getsockopt = text(0xc101b200, 1604, 65, 12, 13); // estimate: as in 3.6, 60 of 307; here of 331

// kernel/sched/wait.c
export const __init_waitqueue_head = text(0xc1006890, 16, 5, 1, 0); // functions.json fall-through

// net/socket.c
export const sys_socketcall = text(0xc1018080, 682, 31, 7, 6); // estimate: as in 3.6, 26 of 148; here of 177
export const sys_socket = text(0xc1016f90, 183, 46, 8, 10); // functions.json fall-through
export const sys_listen = text(0xc10172e0, 105, 29, 4, 6); // functions.json fall-through
export const sockfd_lookup_light = text(0xc1016470, 97, 23, 4, 4); // functions.json fall-through
export const sys_bind = text(0xc1017230, 169, 40, 11, 8); // estimate: as in 3.6, 52 of 66; here of 51
export const sys_accept4 = text(0xc1017350, 426, 60, 8, 16); // estimate: as in 3.6, 61 of 113; here of 111
export const sys_shutdown = text(0xc1017b70, 81, 23, 8, 6); // estimate: as in 3.6, 35 of 45; here of 30
export const sys_setsockopt = text(0xc1017a10, 175, 44, 14, 12); // estimate: as in 3.6, 58 of 76; here of 57
export const sock_alloc = text(0xc10160b0, 103, 26, 3, 4); // functions.json fall-through
export const __sock_create = text(0xc1016300, 283, 60, 9, 7); // functions.json fall-through
export const sock_release = text(0xc1015e80, 73, 18, 2, 2); // functions.json fall-through
export const sock_close = text(0xc1016a80, 73, 20, 2, 2); // functions.json fall-through
export const sock_alloc_file = text(0xc10158a0, 245, 46, 5, 15); // functions.json fall-through
export const sock_alloc_inode = text(0xc1016680, 128, 29, 3, 5); // functions.json fall-through
export const sock_destroy_inode = text(0xc1016650, 33, 10, 1, 2); // functions.json fall-through
export const sock_poll = text(0xc1015cd0, 247, 72, 8, 10); // estimate: as in 3.6, 7 of 7; here of 72
export const sock_sendmsg = text(0xc1016750, 26, 23, 1, 6); // estimate: as in 3.6, 109 of 43; here of 9
export const sock_recvmsg = text(0xc1015700, 14, 7, 4, 3); // functions.json fall-through
export const sys_connect = text(0xc1017520, 169, 35, 6, 9); // estimate: as in 3.6, 47 of 73; here of 54
export const sys_getsockname = text(0xc10175d0, 164, 28, 9, 8); // estimate: as in 3.6, 30 of 57; here of 54
export const sys_getpeername = text(0xc1017680, 170, 28, 9, 8); // estimate: as in 3.6, 30 of 58; here of 55
export const sys_sendto = text(0xc1017730, 313, 61, 8, 20); // estimate: as in 3.6, 72 of 96; here of 81
export const sys_recvfrom = text(0xc1017890, 345, 77, 11, 26); // estimate: as in 3.6, 72 of 90; here of 96
export const sys_getsockopt = text(0xc1017ac0, 165, 40, 16, 12); // estimate: as in 3.6, 45 of 67; here of 59

// fs/open.c
export const sys_close = text(0xc10141e0, 62, 13, 2, 1); // functions.json fall-through
export const filp_close = text(0xc1014190, 73, 31, 4, 7); // functions.json fall-through
export const fd_install = text(0xc1013180, 26, 8, 1, 1); // functions.json fall-through
export const put_unused_fd = text(0xc1012680, 48, 17, 3, 3); // functions.json fall-through

// fs/file.c
export const __alloc_fd = text(0xc1012ff0, 189, 59, 13, 7); // estimate: as in 3.6, 54 of 60; here of 66
export const expand_files = text(0xc1012a60, 533, 31, 4, 6); // estimate: as in 3.6, 24 of 111; here of 142
export const get_unused_fd_flags = text(0xc10130b0, 36, 10, 2, 2); // functions.json fall-through
export const __close_fd = text(0xc10131a0, 100, 30, 2, 3); // functions.json fall-through

// lib/find_next_bit.c
export const find_next_zero_bit = text(0xc14104d0, 176, 29, 3, 2); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol

// fs/file_table.c
export const __fdget = text(0xc1012a10, 74, 16, 2, 2); // functions.json fall-through
export const get_empty_filp = text(0xc1013990, 303, 52, 6, 9); // functions.json fall-through
export const alloc_file = text(0xc1013ac0, 137, 38, 4, 4); // functions.json fall-through
export const fput = text(0xc10138c0, 122, 6, 1, 0); // estimate: as in 3.6, 10 of 53; here of 33
export const fput_last = part(fput, 64, 123, 27, 6, 6); // estimate: 3.6's 43, by the sizes of both
export const __fput = text(0xc10136e0, 426, 67, 5, 12); // functions.json fall-through

// fs/inode.c
export const alloc_inode = text(0xc13b7280, 352, 70, 4, 5); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol
export const new_inode_pseudo = text(0xc13b80f0, 64, 15, 2, 3); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol
export const get_next_ino = text(0xc13b80b0, 64, 8, 1, 0); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol
export const iput = block(0xc13b8780, 640, 400, 70, 14, 40, 40, 5, 12, 5); // estimate: 3.6's, +-30 %: counts close_after_listen_first_bl5: sys_close less what is emulated, shared out with dput

// fs/dcache.c
export const d_alloc_pseudo = text(0xc13b55c0, 16, 5, 1, 1); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol
export const __d_alloc = text(0xc13b5400, 384, 64, 12, 7); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol
export const d_set_d_op = text(0xc13b5360, 160, 30, 3, 2); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol
export const d_instantiate = text(0xc13b5640, 96, 20, 3, 4); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol
export const __d_instantiate = text(0xc13b3aa0, 112, 28, 3, 3); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol
export const dput = block(0xc13b4d90, 480, 272, 60, 12, 35, 35, 6, 12, 5); // estimate: 3.6's, +-30 %: counts close_after_listen_first_bl5: the whole less what is emulated, shared out

// fs/namespace.c
export const mntget = text(0xc13bc7c0, 16, 5, 1, 0); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol

// net/core/dst.c
export const dst_release = text(0xc146b950, 80, 5, 1, 0); // as 3.6: trace listen_first_bl128 // bytes up to the next symbol
export const dst_release_held = part(dst_release, 16, 48, 6, 0, 0); // as 3.6: trace synseen_inject_others0: 11

// net/core/request_sock.c
export const reqsk_queue_alloc = text(0xc1018390, 183, 49, 5, 8); // functions.json fall-through
export const reqsk_queue_destroy = text(0xc1018460, 517, 43, 8, 22); // estimate: as in 3.6, 21 of 66; here of 134
export const reqsk_queue_destroy_turn = part(reqsk_queue_destroy, 96, 32, 7, 1, 1); // as 3.6: functions.json
export const reqsk_queue_destroy_free = part(reqsk_queue_destroy, 112, 48, 24, 2, 3); // estimate: 3.6's 12, by the sizes of both
export const __reqsk_queue_destroy = text(0xc1018450, 8, 2, 0, 0); // functions.json fall-through

// net/ipv4/ip_sockglue.c
export const ip_getsockopt = text(0xc1489280, 64, 70, 10, 14); // as 3.6: estimate, with do_ip_getsockopt(): no facts
export const ip_setsockopt = text(0xc1489240, 64, 90, 10, 16); // as 3.6: estimate, with do_ip_setsockopt(): no facts

// net/ipv4/af_inet.c
export const inet_create = text(0xc101db80, 670, 98, 10, 12); // estimate: as in 3.6, 120 of 212; here of 173
export const inet_bind = text(0xc101ceb0, 505, 80, 8, 11); // estimate: as in 3.6, 75 of 123; here of 131
export const inet_listen = text(0xc101caf0, 358, 31, 4, 5); // estimate: 3.6's: outside of tcp_fastopen the texts are the same
export const inet_listen_first = part(inet_listen, 64, 32, 9, 0, 1); // estimate: 3.6's 6 and the test of tcp_fastopen; the walk of both has 40
export const inet_autobind = text(0xc101cd60, 71, 20, 2, 4); // functions.json fall-through
export const inet_accept = text(0xc101c940, 209, 57, 5, 10); // functions.json fall-through
export const inet_shutdown = text(0xc101ca20, 199, 50, 5, 8); // functions.json fall-through
export const inet_release = text(0xc101cc60, 76, 20, 3, 4); // functions.json fall-through
export const inet_sock_destruct = text(0xc101c7a0, 412, 46, 2, 6); // estimate: as in 3.6, 45 of 95; here of 98
export const inet_sk_rebuild_header = block(0xc14b08a0, 384, 43, 7, 0, 9, 8, 0, 0, 0); // estimate: 3.6's, +-30 %: trace connect_others0: __sk_dst_check
export const inet_getname = text(0xc101d3d0, 129, 32, 5, 3); // functions.json fall-through
export const inet_dgram_connect = text(0xc101cdb0, 104, 18, 4, 3); // functions.json fall-through
export const inet_sendmsg = text(0xc101ce20, 133, 25, 5, 5); // estimate: as in 3.6, 24 of 46; here of 48
export const inet_recvmsg = text(0xc101c5d0, 121, 47, 8, 9); // functions.json fall-through
export const inet_stream_connect = text(0xc101d390, 51, 148, 19, 28); // estimate: as in 3.6, 148 of 23; here of 23

// net/ipv4/inet_connection_sock.c
export const inet_csk_get_port = text(0xc101f7a0, 1207, 91, 8, 11); // estimate: as in 3.6, 81 of 294; here of 331
export const inet_csk_get_port_turn = part(inet_csk_get_port, 160, 32, 6, 0, 0); // as 3.6: functions.json
export const inet_csk_get_port_rover = part(inet_csk_get_port, 80, 80, 23, 3, 2); // estimate: 3.6's 20, by the sizes of both
export const inet_csk_bind_conflict = text(0xc101e4e0, 285, 19, 7, 8); // estimate: as in 3.6, 17 of 99; here of 108
export const inet_csk_bind_conflict_turn = part(inet_csk_bind_conflict, 48, 80, 9, 1, 0); // as 3.6: functions.json
export const inet_csk_listen_start = text(0xc101f0c0, 194, 53, 4, 7); // estimate: as in 3.6, 55 of 52; here of 50
export const inet_csk_listen_stop = text(0xc101f190, 705, 95, 8, 17); // functions.json fall-through
export const inet_csk_listen_stop_turn = part(inet_csk_listen_stop, 96, 220, 100, 8, 18); // estimate: 3.6's 50, by the sizes of both
export const inet_csk_accept = text(0xc101e6f0, 746, 58, 5, 6); // estimate 50 to 70: 4.14's 63 less its lock; the walk of 37 ends with an error
export const inet_csk_destroy_sock = text(0xc101efd0, 236, 32, 3, 5); // functions.json fall-through
export const inet_csk_reset_keepalive_timer = text(0xc101eab0, 19, 4, 0, 0); // functions.json fall-through
export const inet_csk_delete_keepalive_timer = text(0xc101eaa0, 11, 2, 0, 0); // functions.json fall-through
export const inet_csk_clear_xmit_timers = text(0xc101ea60, 62, 14, 1, 3); // functions.json fall-through
export const inet_csk_init_xmit_timers = text(0xc101e9e0, 121, 35, 5, 9); // functions.json fall-through
export const inet_get_local_port_range = text(0xc101e4a0, 52, 14, 3, 2); // functions.json fall-through
export const inet_csk_search_req = text(0xc101e600, 226, 54, 7, 6); // estimate: as in 3.6, 53 of 79; here of 81
export const inet_csk_search_req_turn = part(inet_csk_search_req, 128, 32, 8, 1, 0); // as 3.6: trace syn_full_cookie: 69, two others
export const inet_csk_search_req_found = part(inet_csk_search_req, 160, 39, 9, 1, 1); // as 3.6: trace connect_others0: 70
export const inet_csk_reqsk_queue_hash_add = text(0xc101ee40, 149, 59, 5, 7); // functions.json fall-through
export const inet_csk_route_req = text(0xc101ead0, 332, 73, 11, 11); // functions.json fall-through
export const inet_csk_route_child_sock = text(0xc101ec20, 394, 75, 12, 12); // functions.json fall-through
export const inet_csk_clone_lock = text(0xc101eee0, 147, 57, 5, 7); // estimate: as in 3.6, 36 of 26; here of 41
export const reqsk_queue_hash_req = text(0xc101edb0, 129, 38, 7, 9); // functions.json fall-through
export const inet_csk_reqsk_queue_drop = text(0xc101f5f0, 423, 46, 4, 5); // functions.json fall-through
export const inet_csk_reqsk_queue_drop_turn = part(inet_csk_reqsk_queue_drop, 64, 24, 6, 0, 0); // estimate: two loads and a branch a turn
export const reqsk_timer_handler = text(0xc101fc60, 584, 59, 6, 7); // functions.json fall-through
export const reqsk_timer_handler_turn = part(reqsk_timer_handler, 128, 24, 6, 0, 0); // estimate: by the C text
export const reqsk_timer_handler_again = part(reqsk_timer_handler, 192, 96, 22, 2, 2); // estimate: by the C text
export const inet_rtx_syn_ack = text(0xc101e460, 22, 9, 2, 2); // functions.json fall-through

// net/ipv4/tcp_ipv4.c (bytes: code lines that the traced path touched)
export const tcp_v4_init_sock = text(0xc1030800, 22, 7, 2, 2); // functions.json fall-through
export const tcp_v4_destroy_sock = text(0xc1030200, 418, 55, 5, 8); // estimate: as in 3.6, 60 of 118; here of 109
export const tcp_v4_rcv = text(0xc1031ed0, 1715, 150, 9, 21); // estimate: as in 3.6, 151 of 453; here of 449
export const tcp_v4_rcv_sum = part(tcp_v4_rcv, 768, 128, 27, 1, 3); // as 3.6: trace synseen_inject_others0: 178, sums the segment
export const tcp_v4_do_rcv = text(0xc102fec0, 823, 75, 14, 13); // estimate: as in 3.6, 64 of 196; here of 231
export const tcp_v4_do_rcv_lookup = part(tcp_v4_do_rcv, 384, 128, 19, 0, 4); // estimate: 3.6's 16, by the sizes of both
export const tcp_v4_conn_request = text(0xc1030920, 59, 12, 2, 1); // functions.json fall-through
export const tcp_v4_send_synack = text(0xc1031d30, 119, 40, 11, 10); // functions.json fall-through
export const __tcp_v4_send_check = block(0xc149fc50, 192, 39, 5, 3, 5, 4, 0, 0, 0); // estimate: 3.6's, +-30 %: trace synseen_inject_others0
export const tcp_v4_reqsk_destructor = text(0xc102fb00, 11, 2, 0, 0); // functions.json fall-through
export const tcp_v4_syn_recv_sock = text(0xc1031570, 572, 12, 4, 7); // estimate: as in 3.6, 12 of 154; here of 153
export const tcp_v4_syn_recv_sock_child = part(tcp_v4_syn_recv_sock, 128, 384, 106, 7, 10); // as 3.6: trace connect_others0: 118
export const tcp_v4_send_reset = text(0xc102fbe0, 488, 79, 6, 30); // functions.json fall-through
export const tcp_v4_send_reset_answer = part(tcp_v4_send_reset, 64, 332, 74, 6, 14); // estimate: 3.6's 64, by the sizes of both
export const tcp_v4_reqsk_send_ack = text(0xc1030e60, 139, 40, 8, 14); // functions.json fall-through
export const tcp_v4_send_ack = text(0xc1030ca0, 438, 100, 17, 40); // functions.json fall-through
export const tcp_v4_init_req = text(0xc102fdf0, 195, 47, 4, 5); // functions.json fall-through
export const tcp_v4_route_req = text(0xc102fdd0, 32, 16, 5, 4); // functions.json fall-through
export const tcp_v4_init_sequence = text(0xc102f590, 49, 16, 3, 3); // functions.json fall-through
export const inet_sk_rx_dst_set = text(0xc102f500, 28, 8, 1, 0); // functions.json fall-through
export const tcp_v4_connect = text(0xc102f5d0, 1177, 138, 14, 18); // functions.json fall-through

// net/ipv4/tcp.c
export const tcp_init_sock = text(0xc1022130, 392, 70, 2, 6); // functions.json fall-through
export const tcp_set_state = text(0xc1022d60, 185, 16, 4, 2); // estimate: as in 3.6, 16 of 63; here of 63
export const tcp_close = text(0xc1025f50, 983, 79, 6, 12); // estimate: as in 3.6, 75 of 230; here of 242
export const tcp_disconnect = text(0xc1022ea0, 958, 152, 4, 12); // functions.json fall-through
export const tcp_shutdown = text(0xc1024d70, 81, 12, 3, 2); // functions.json fall-through
export const tcp_setsockopt = text(0xc1023b20, 1862, 358, 19, 27); // estimate: as in 3.6, 19 of 25; here of 471
export const tcp_done = text(0xc1022e20, 121, 30, 2, 5); // functions.json fall-through
export const tcp_poll = text(0xc1021f30, 511, 131, 6, 8); // functions.json fall-through
export const tcp_sendmsg = text(0xc1025460, 2531, 194, 29, 33); // functions.json fall-through
export const tcp_recvmsg = text(0xc1024270, 2811, 215, 40, 40); // functions.json fall-through
export const tcp_getsockopt = text(0xc10235a0, 1394, 560, 21, 79); // estimate: as in 3.6, 45 of 25; here of 311

// net/ipv4/tcp_timer.c
export const tcp_init_xmit_timers = text(0xc1038e90, 22, 6, 2, 2); // functions.json fall-through
export const tcp_write_timer = text(0xc1038de0, 81, 18, 3, 3); // functions.json fall-through
export const tcp_delack_timer = text(0xc1038490, 97, 22, 3, 3); // functions.json fall-through
export const tcp_keepalive_timer = text(0xc10380d0, 543, 131, 5, 13); // estimate: as in 3.6, 139 of 139; here of 131
export const tcp_syn_ack_timeout = text(0xc1037f60, 17, 4, 1, 0); // functions.json fall-through
export const tcp_write_timeout = text(0xc149f370, 45, 60, 3, 6); // as 3.6: estimate: inlined in tcp_retransmit_timer
export const retransmits_timed_out = text(0xc1037f80, 174, 28, 6, 4); // functions.json fall-through

// net/ipv4/tcp_output.c
export const tcp_release_cb = text(0xc1036380, 197, 12, 4, 3); // functions.json fall-through
export const tcp_send_active_reset = text(0xc1037980, 272, 70, 8, 10); // functions.json fall-through
export const tcp_send_fin = text(0xc10377b0, 455, 106, 9, 8); // estimate: as in 3.6, 89 of 89; here of 106
export const tcp_sync_mss = text(0xc1034680, 142, 36, 4, 4); // functions.json fall-through
export const tcp_make_synack = block(0xc149d630, 2432, 560, 50, 82, 76, 63, 1, 14, 5); // estimate: 3.6's, +-30 %: counts syn_dup, less choosing the window (80, tcp_openreq_init_rwin here), with skb_set_owner_w (45, a locked count); less its real accesses
export const tcp_select_initial_window = text(0xc1033640, 313, 122, 11, 12); // estimate: as in 3.6, 122 of 99; here of 99
export const tcp_mtup_init = text(0xc1034100, 161, 34, 4, 3); // estimate: as in 3.6, 25 of 31; here of 42
export const tcp_mtu_to_mss = text(0xc1034610, 101, 22, 2, 1); // estimate: as in 3.6, 22 of 33; here of 33
export const tcp_send_ack = block(0xc149e530, 8576, 1613, 317, 165, 197, 184, 4, 83, 25); // estimate: 3.6's, +-30 %: trace connect_others0: tcp_transmit_skb, ip_queue_xmit, ...
export const tcp_transmit_skb = block(0xc149b300, 4096, 1150, 230, 130, 130, 110, 4, 80, 28); // estimate: 3.6's, +-30 %: estimated: trace connect_others0_target_oldest, __alloc_skb, the call itself, and the IP output of synseen
export const tcp_rtx_synack = text(0xc1033d20, 69, 24, 3, 6); // functions.json fall-through
export const tcp_write_xmit = text(0xc1035400, 3504, 265, 25, 24); // estimate: as in 3.6, 190 of 629; here of 877
export const tcp_retransmit_skb = text(0xc1037440, 155, 31, 3, 3); // functions.json fall-through
export const tcp_connect = text(0xc1036450, 1852, 114, 4, 11); // estimate: as in 3.6, 76 of 306; here of 459

// net/ipv4/tcp_cong.c
export const tcp_init_congestion_control = text(0xc14a3aa0, 64, 12, 0, 0); // as 3.6: trace connect_others0_target_oldest // bytes up to the next symbol

// kernel/time/timer.c
export const init_timer_key = text(0xc1007e90, 29, 7, 1, 0); // functions.json fall-through
export const mod_timer = text(0xc1008090, 306, 53, 8, 9); // estimate: as in 3.6, 74 of 128; here of 91
export const del_timer = text(0xc1008300, 59, 24, 4, 5); // functions.json fall-through
export const mod_timer_pinned = text(0xc10081d0, 202, 50, 7, 10); // functions.json fall-through
export const run_timer_softirq = text(0xc1008880, 649, 44, 6, 19); // estimate: 3.6's 40 and the test for an empty wheel
export const run_timer_softirq_turn = part(run_timer_softirq, 290, 80, 22, 3, 2); // estimate: 3.6's
export const run_timer_softirq_timer = part(run_timer_softirq, 370, 80, 20, 2, 2); // estimate: 3.6's 24 less call_timer_fn()'s share
export const cascade = part(run_timer_softirq, 450, 80, 20, 4, 4); // estimate: 3.6's 22, inlined
export const cascade_turn = part(run_timer_softirq, 530, 32, 9, 0, 0); // estimate: 3.6's
export const hrtimer_run_queues = block(0xc1345310, 192, 30, 5, 0, 5, 3, 0, 3, 0); // estimate: 3.6's, +-30 %
export const __internal_add_timer = text(0xc1007dd0, 190, 22, 3, 2); // functions.json fall-through
export const internal_add_timer = text(0xc1007f90, 72, 26, 3, 3); // functions.json fall-through
export const call_timer_fn = text(0xc1008360, 99, 17, 3, 3); // functions.json fall-through
export const del_timer_sync = text(0xc1008430, 236, 45, 3, 3); // functions.json fall-through
export const detach_if_pending = text(0xc1007eb0, 111, 8, 3, 2); // by hand: as far as the test
export const detach_if_pending_rest = part(detach_if_pending, 16, 80, 21, 0, 0); // what the walk of 29 leaves
export const lock_timer_base = text(0xc1007f20, 87, 30, 6, 6); // functions.json fall-through

// net/core/stream.c
export const sk_stream_write_space = text(0xc101bed0, 158, 51, 6, 8); // estimate: as in 3.6, 40 of 44; here of 56
export const sk_stream_kill_queues = text(0xc101c390, 276, 36, 2, 4); // estimate: as in 3.6, 35 of 75; here of 78
export const sk_stream_wait_connect = text(0xc101bf70, 375, 75, 5, 14); // functions.json fall-through

// mm/page_alloc.c (get_page_from_freelist: 188 with one turn, one page checked and one cleared)
export const __alloc_pages_nodemask = text(0xc1379190, 832, 71, 11, 15); // as 3.6: trace listen_first_bl1024_raised
export const get_page_from_freelist = text(0xc1378c30, 900, 127, 36, 28); // as 3.6: trace listen_first_bl1024_raised
export const get_page_from_freelist_turn = part(get_page_from_freelist, 128, 96, 24, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const check_new_page_turn = part(get_page_from_freelist, 768, 64, 12, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const clear_highpage = part(get_page_from_freelist, 896, 64, 25, 3, 3); // as 3.6: trace listen_first_bl1024_raised
export const prep_compound_page_turn = part(get_page_from_freelist, 960, 48, 8, 0, 0); // as 3.6: hand-counted: in no trace
export const rmqueue_bulk_turn = part(get_page_from_freelist, 1024, 64, 16, 1, 1); // as 3.6: hand-counted: in no trace
export const __zone_watermark_ok = text(0xc1377640, 144, 29, 9, 4); // as 3.6: trace listen_first_bl1024_raised
export const zone_watermark_turn = part(__zone_watermark_ok, 80, 32, 8, 0, 0); // as 3.6: hand-counted: in no trace
export const __rmqueue = text(0xc1378620, 320, 34, 4, 6); // as 3.6: hand-counted: in no trace
export const __rmqueue_turn = part(__rmqueue, 32, 32, 6, 0, 0); // as 3.6: hand-counted: in no trace
export const __rmqueue_expand = part(__rmqueue, 96, 80, 16, 0, 0); // as 3.6: hand-counted: in no trace
export const __get_free_pages = text(0xc1379840, 48, 12, 1, 1); // as 3.6: hand-counted: in no trace
export const __free_pages = text(0xc137a120, 48, 10, 1, 0); // as 3.6: hand-counted: in no trace
export const free_pages = text(0xc137a150, 32, 9, 1, 0); // as 3.6: hand-counted: in no trace
export const free_pages_prepare = text(0xc1378b30, 160, 20, 4, 5); // as 3.6: hand-counted: in no trace
export const free_pages_check_turn = part(free_pages_prepare, 48, 48, 12, 0, 0); // as 3.6: hand-counted: in no trace
export const free_hot_cold_page = text(0xc1379f70, 320, 60, 5, 6); // as 3.6: hand-counted: in no trace
export const free_pcppages_bulk = text(0xc1379c10, 320, 40, 6, 10); // as 3.6: hand-counted: in no trace
export const free_pcppages_bulk_turn = part(free_pcppages_bulk, 128, 96, 24, 2, 2); // as 3.6: hand-counted: in no trace
export const __free_one_page_turn = part(free_pcppages_bulk, 384, 160, 30, 0, 0); // as 3.6: hand-counted: in no trace
export const free_one_page = text(0xc1379920, 256, 44, 6, 8); // as 3.6: hand-counted: in no trace
export const __free_pages_ok = text(0xc1379b50, 160, 32, 4, 5); // as 3.6: hand-counted: in no trace

// mm/mmzone.c
export const next_zones_zonelist = text(0xc1385510, 64, 12, 3, 2); // as 3.6: trace listen_first_bl1024_raised

// mm/highmem.c
export const page_address = text(0xc1389960, 112, 29, 5, 4); // as 3.6: trace listen_first_bl1024_raised

// arch/x86/mm/highmem_32.c
export const kmap_atomic = text(0xc13230e0, 16, 2, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const kmap_atomic_prot = text(0xc1323020, 96, 21, 3, 3); // as 3.6: trace listen_first_bl1024_raised
export const __kunmap_atomic = text(0xc1323100, 64, 9, 2, 1); // as 3.6: trace listen_first_bl1024_raised

// mm/slub.c
export const kmem_cache_alloc = text(0xc1009de0, 174, 38, 7, 7); // functions.json fall-through
export const slab_alloc_zero = part(kmem_cache_alloc, 96, 48, 26, 0, 0); // estimate: 3.6's 22, by the sizes of both
export const __kmalloc = text(0xc1009e90, 241, 45, 7, 8); // functions.json fall-through
export const __kmalloc_zero = part(__kmalloc, 192, 64, 20, 0, 0); // estimate: 3.6's 22, by the sizes of both
export const kmem_cache_free = text(0xc1009540, 181, 41, 6, 5); // functions.json fall-through
export const kfree = text(0xc1009770, 187, 42, 6, 5); // functions.json fall-through
export const ksize = text(0xc1009080, 140, 22, 2, 1); // functions.json fall-through
export const kmem_cache_shrink = text(0xc100b190, 7, 1, 0, 0); // estimate: as in 3.6, 80 of 123; here of 2
export const kmem_cache_shrink_turn = part(kmem_cache_shrink, 160, 80, 0, 0, 0); // estimate: 3.6's 16, by the sizes of both
export const prefetch_freepointer = text(0xc100c8e0, 5, 2, 1, 0); // estimate: as in 3.6, 4 of 2; here of 1
export const __slab_alloc = text(0xc100d8e0, 1183, 69, 13, 16); // estimate: as in 3.6, 75 of 359; here of 332
export const get_freelist = part(__slab_alloc, 160, 96, 31, 0, 0); // estimate: 3.6's 34, by the sizes of both
export const get_partial_node = part(__slab_alloc, 480, 240, 28, 0, 0); // estimate: 3.6's 30, by the sizes of both
export const get_partial_node_turn = part(__slab_alloc, 560, 200, 37, 0, 0); // estimate: 3.6's 40, by the sizes of both
export const put_cpu_partial = part(__slab_alloc, 800, 120, 28, 0, 0); // estimate: 3.6's 30, by the sizes of both
export const new_slab = text(0xc139a4a0, 782, 127, 3, 11); // as 3.6: functions.json fall-through
export const new_slab_turn = part(new_slab, 480, 64, 10, 0, 0); // as 3.6: hand-counted: in no trace
export const deactivate_slab = text(0xc100d0b0, 1083, 107, 19, 34); // estimate: as in 3.6, 100 of 261; here of 279
export const deactivate_slab_turn = part(deactivate_slab, 96, 96, 26, 2, 2); // estimate: 3.6's 24, by the sizes of both
export const unfreeze_partials = text(0xc100d4f0, 342, 24, 4, 11); // estimate: as in 3.6, 24 of 107; here of 107
export const unfreeze_partials_turn = part(unfreeze_partials, 64, 160, 24, 0, 0); // as 3.6: functions.json fall-through
export const discard_slab = text(0xc100d070, 54, 10, 1, 1); // functions.json fall-through
export const __free_slab = text(0xc100cf50, 280, 50, 6, 7); // functions.json fall-through
export const __slab_free = text(0xc100e270, 664, 89, 4, 13); // functions.json fall-through
export const __slab_free_list = part(__slab_free, 480, 200, 34, 4, 2); // estimate: 3.6's 40, by the sizes of both
export const kfree_null = text(0xc139cd90, 181, 3, 1, 0); // as 3.6: trace syn_full_cookie: kfree(NULL)

// mm/vmalloc.c
export const vzalloc = text(0xc1011c70, 163, 41, 6, 10); // functions.json fall-through
export const __vmalloc_node_range = text(0xc1011f20, 119, 36, 11, 10); // functions.json fall-through
export const __get_vm_area_node = text(0xc1011170, 258, 48, 8, 8); // estimate: as in 3.6, 57 of 93; here of 79
export const alloc_vmap_area = text(0xc1010b30, 745, 91, 21, 16); // estimate: as in 3.6, 101 of 206; here of 186
export const alloc_vmap_area_find = part(alloc_vmap_area, 224, 48, 8, 0, 0); // as 3.6: hand-counted: in no trace
export const alloc_vmap_area_turn = part(alloc_vmap_area, 320, 64, 11, 1, 0); // as 3.6: trace listen_first_bl1024_raised
export const __insert_vmap_area = text(0xc100f990, 166, 40, 3, 4); // functions.json fall-through
export const __insert_vmap_area_turn = part(__insert_vmap_area, 32, 32, 7, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const __vmalloc_area_node = text(0xc1011850, 522, 52, 17, 19); // estimate: as in 3.6, 54 of 158; here of 152
export const __vmalloc_area_node_turn = part(__vmalloc_area_node, 160, 64, 10, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const vmap_page_range_noflush = text(0xc1010020, 324, 55, 19, 10); // estimate: as in 3.6, 56 of 96; here of 95
export const vmap_page_range_turn = part(vmap_page_range_noflush, 128, 96, 20, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const vfree = text(0xc10116d0, 108, 20, 0, 0); // estimate: as in 3.6, 6 of 8; here of 26
export const __vunmap = text(0xc10115d0, 193, 29, 3, 5); // functions.json fall-through
export const __vunmap_turn = part(__vunmap, 64, 32, 8, 1, 1); // as 3.6: functions.json
export const remove_vm_area = text(0xc1011530, 160, 36, 3, 6); // estimate: as in 3.6, 45 of 57; here of 46
export const vunmap_page_range = part(remove_vm_area, 96, 64, 32, 0, 0); // estimate: 3.6's 40, by the sizes of both
export const vunmap_page_turn = part(remove_vm_area, 112, 48, 10, 0, 0); // as 3.6: hand-counted: in no trace
export const find_vm_area = text(0xc1011400, 102, 19, 2, 2); // estimate: as in 3.6, 18 of 33; here of 34
export const find_vm_area_turn = part(find_vm_area, 32, 24, 6, 0, 0); // as 3.6: hand-counted: in no trace
export const lazy_max_pages = text(0xc100f970, 31, 9, 1, 1); // functions.json fall-through
export const free_vmap_area_noflush = text(0xc100ff60, 86, 15, 2, 2); // functions.json fall-through
export const __purge_vmap_area_lazy = text(0xc100fbd0, 666, 86, 18, 18); // estimate: as in 3.6, 52 of 110; here of 182
export const __purge_vmap_area_turn = part(__purge_vmap_area_lazy, 96, 80, 43, 0, 0); // estimate: 3.6's 26, by the sizes of both
export const __free_vmap_area = text(0xc100fb00, 194, 42, 2, 3); // functions.json fall-through

// lib/percpu_counter.c
export const __percpu_counter_add = text(0xc1418bb0, 128, 36, 7, 5); // as 3.6: trace connect_others0_target_oldest, bytes up to the next symbol

// lib/rbtree.c
export const rb_insert_color = text(0xc1406b30, 224, 16, 5, 4); // as 3.6: trace connect_others0_target_oldest: no red parent
export const rb_insert_color_turn = part(rb_insert_color, 32, 160, 23, 0, 0); // as 3.6: trace listen_first_bl1024_raised: 39 with one
export const rb_prev = text(0xc1406ff0, 80, 15, 1, 0); // as 3.6: trace listen_first_bl1024_raised
export const rb_erase = text(0xc1406c10, 320, 39, 7, 5); // as 3.6: trace connect_others0_target_oldest
export const rb_erase_heir = part(rb_erase, 128, 96, 26, 1, 1); // as 3.6: hand-counted: two children; in no trace
export const rb_erase_turn = part(rb_erase, 112, 16, 4, 0, 0); // as 3.6: hand-counted: in no trace

// arch/x86/mm/tlb.c
export const flush_tlb_kernel_range = text(0xc1322cc0, 96, 24, 4, 5); // as 3.6: hand-counted: in no trace

// mm/vmstat.c
export const mod_zone_page_state = text(0xc1386380, 128, 33, 7, 6); // as 3.6: as 2.6.20: in no trace

// drivers/char/random.c
export const get_random_bytes = block(0xc143cb50, 7296, 4950, 239, 30, 1085, 483, 3, 10, 7); // estimate 4,700 to 5,300: 3.6's 7,031 less the third sha_transform and the copy of the pool that it hashed (4.3 has neither), and less the pool's refill, which 4.3 does once a minute; both remembered of its source, not read there

// net/core/dev.c
export const __netif_receive_skb = block(0xc14613b0, 1792, 286, 69, 21, 23, 24, 0, 22, 6); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: own figures of __netif_receive_skb, ip_rcv, ip_local_deliver and raw_local_deliver, less what dev.ts does itself

// net/core/datagram.c
export const __skb_checksum_complete = block(0xc145e060, 704, 112, 17, 1, 18, 20, 0, 0, 0); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: skb_checksum, csum_partial

// net/ipv4/ip_output.c
export const ip_send_unicast_reply = block(0xc14871f0, 9600, 2969, 446, 286, 491, 443, 12, 100, 43); // estimate: 3.6's, +-30 %: counts syn_closed_port: tcp_v4_send_reset (3,049) less its own
export const ip_build_and_send_pkt = block(0xc14852b0, 4160, 740, 174, 72, 96, 96, 2, 31, 8); // estimate: 3.6's, +-30 %: trace synseen_inject_others0, with what lets go of the sender on loopback (a locked count)

// net/core/secure_seq.c
export const secure_tcp_sequence_number = block(0xc1460030, 2432, 727, 32, 0, 98, 52, 0, 5, 0); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: md5_transform, ktime_get_real

// net/core/filter.c
export const sk_filter = text(0xc1475000, 112, 10, 2, 1); // as 3.6: trace synseen_inject_others0

// net/ipv4/syncookies.c
export const cookie_v4_init_sequence = block(0xc14ba970, 5760, 3884, 98, 213, 821, 201, 0, 14, 4); // estimate: 3.6's, +-30 %: trace syn_full_cookie: two sha_transform; less its real accesses
export const cookie_hash = block(0xc14f0d00, 5312, 1911, 40, 103, 408, 97, 0, 4, 3); // estimate: 3.6's, +-30 %
export const cookie_v4_check = text(0xc10219e0, 1345, 26, 5, 6); // estimate: the share of the tests of the sysctl and the flags
export const cookie_v4_check_on = part(cookie_v4_check, 64, 64, 11, 1, 1); // estimate: 3.6's 12, by the sizes of both
export const cookie_v4_check_valid = part(cookie_v4_check, 128, 1200, 260, 30, 40); // estimate: its share of functions.json\'s 346
export const tcp_get_cookie_sock = text(0xc1021820, 209, 27, 6, 5); // functions.json fall-through
export const __cookie_v4_check = text(0xc1021740, 218, 76, 11, 17); // functions.json fall-through
export const cookie_timestamp_decode = text(0xc10214f0, 142, 35, 2, 1); // functions.json fall-through

// net/ipv4/route.c
export const ip_route_output_flow = block(0xc14808d0, 2368, 447, 54, 0, 82, 75, 0, 21, 0); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: __ip_route_output_key, fib_table_lookup; less the route's count
export const ipv4_mtu = block(0xc147dd90, 128, 19, 6, 0, 2, 1, 0, 0, 0); // estimate: 3.6's, +-30 %: trace connect_others0
export const ipv4_default_advmss = block(0xc147eb10, 128, 16, 5, 0, 1, 0, 0, 1, 0); // estimate: 3.6's, +-30 %: trace connect_others0

// net/ipv4/tcp_input.c (bytes: code lines that the traced path touched)
export const tcp_rcv_state_process = text(0xc102e7e0, 3311, 45, 4, 7); // estimate: as in 3.6, 39 of 705; here of 815
export const tcp_rcv_state_process_child = part(tcp_rcv_state_process, 320, 448, 113, 0, 11); // estimate: 3.6's 98, by the sizes of both
export const tcp_parse_options = text(0xc1028770, 881, 21, 5, 7); // as in 3.6 (traced): what is new is Fast Open's option
export const tcp_parse_options_nop = part(tcp_parse_options, 128, 64, 10, 0, 0); // as 3.6: trace synseen_inject_others0 (200) and connect_others0 (83): their common part
export const tcp_parse_options_option = part(tcp_parse_options, 192, 320, 42, 4, 2); // as in 3.6 (traced)
export const tcp_validate_incoming = text(0xc102dc40, 757, 78, 7, 7); // as in 3.6 (traced): the texts are the same on this path; the walk of 52 leaves it
export const tcp_parse_aligned_timestamp = text(0xc1028770, 45, 12, 1, 0); // functions.json fall-through
export const tcp_rcv_established = text(0xc102df40, 1711, 135, 12, 12); // estimate: as in 3.6, 120 of 386; here of 434
export const tcp_ack = text(0xc102b4e0, 4499, 121, 16, 14); // functions.json fall-through
export const tcp_init_buffer_space = text(0xc102c680, 376, 85, 4, 5); // estimate 75 to 97: tcp_fixup_rcvbuf() has no loop any more; functions.json has 97 for all paths
export const tcp_urg = text(0xc1027860, 429, 20, 5, 4); // functions.json fall-through
export const tcp_data_queue = text(0xc102c960, 3480, 21, 5, 7); // estimate: as in 3.6, 20 of 802; here of 833
export const tcp_data_queue_data = part(tcp_data_queue, 192, 512, 93, 6, 8); // estimate: 3.6's 90, by the sizes of both
export const tcp_fin = text(0xc1027540, 399, 52, 4, 6); // estimate: as in 3.6, 50 of 91; here of 95
export const tcp_reset = text(0xc102dbe0, 89, 20, 1, 2); // functions.json fall-through
export const tcp_initialize_rcv_mss = text(0xc1026330, 61, 17, 1, 0); // functions.json fall-through
export const tcp_check_space = text(0xc1026970, 166, 3, 1, 0); // estimate: as in 3.6, 4 of 52; here of 38
export const inet_reqsk_alloc = text(0xc10276d0, 104, 33, 5, 6); // functions.json fall-through
export const tcp_conn_request = text(0xc1028af0, 1926, 60, 10, 16); // estimate: as far as the tests for room; the walk of 240 is the whole
export const tcp_conn_request_answer = part(tcp_conn_request, 320, 900, 180, 23, 26); // functions.json fall-through: 240 in all
export const tcp_oow_rate_limited = text(0xc102db70, 97, 29, 5, 3); // functions.json fall-through
export const tcp_clean_rtx_queue = part(tcp_ack, 640, 384, 140, 8, 8); // estimate: 3.6's 130, by the sizes of both
export const tcp_rcv_synsent_state_process = part(tcp_rcv_state_process, 832, 640, 231, 6, 12); // estimate: 3.6's 200, by the sizes of both

// net/ipv4/tcp_metrics.c
export const tcp_init_metrics = block(0xc14a4610, 832, 109, 21, 4, 10, 12, 0, 3, 0); // estimate: 3.6's, +-30 %: trace connect_others0: tcp_get_metrics

// kernel/time/timekeeping.c
export const get_seconds = text(0xc1356020, 16, 2, 1, 0); // as 3.6: trace connect_others0

// net/ipv4/tcp_cubic.c
export const bictcp_init = block(0xc14bcc40, 1152, 204, 18, 18, 32, 32, 0, 4, 0); // estimate: 3.6's, +-30 %: trace connect_others0: ktime_get_real

// net/ipv4/tcp_minisocks.c
export const tcp_check_req = text(0xc1032b80, 1117, 70, 13, 12); // estimate: as in 3.6, 66 of 273; here of 288
export const tcp_check_req_in_window = part(tcp_check_req, 384, 128, 27, 4, 5); // estimate: 3.6's 26, by the sizes of both
export const tcp_check_req_child = part(tcp_check_req, 512, 192, 39, 5, 3); // estimate: 3.6's 37, by the sizes of both
export const tcp_create_openreq_child = text(0xc1032790, 997, 183, 6, 9); // functions.json fall-through
export const tcp_child_process = text(0xc1032fe0, 164, 33, 5, 4); // functions.json fall-through
export const tcp_openreq_init_rwin = text(0xc10325b0, 298, 103, 15, 17); // functions.json fall-through
export const tcp_ca_openreq_child = text(0xc10326e0, 173, 26, 3, 3); // functions.json fall-through
export const tcp_timewait_state_process = text(0xc1033090, 951, 85, 9, 9); // estimate: as in 3.6, 80 of 223; here of 236
export const tcp_time_wait = text(0xc1033450, 496, 111, 5, 10); // estimate: as in 3.6, 110 of 130; here of 131

// net/core/skbuff.c
export const kfree_skb = text(0xc1458530, 48, 6, 0, 0); // as 3.6: trace synseen_inject_others0
export const __kfree_skb = block(0xc1458660, 320, 57, 11, 2, 7, 8, 0, 5, 1); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: with kmem_cache_free
export const skb_release_head_state = text(0xc1457570, 112, 16, 2, 2); // as 3.6: trace synseen_inject_others0
export const skb_release_data = block(0xc1458560, 512, 64, 13, 2, 8, 7, 0, 5, 2); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: with kfree

// arch/x86/kernel/entry_32.S
export const system_call = block(0xc15000fc, 192, 48, 9, 0, 7, 21, 0, 4, 0); // estimate: 3.6's, +-30 %: trace listen_first_bl5: kernel_entry (ia32_sysenter_target to sysexit)

// arch/x86/lib/usercopy_32.c
export const copy_from_user = block(0xc140bcb0, 96, 50, 6, 0, 8, 6, 0, 2, 0); // estimate: 3.6's, +-30 %: trace accept_others0_target_oldest: _copy_from_user, __copy_from_user_ll

// net/ipv4/fib_frontend.c
export const inet_addr_type = block(0xc14b2f90, 832, 186, 11, 0, 26, 31, 0, 5, 0); // estimate: 3.6's, +-30 %: trace syn_full_cookie: fib_table_lookup

// mm/util.c
export const kvfree = text(0xc100f3f0, 61, 11, 0, 0); // functions.json fall-through

// arch/x86/kernel/apic/apic.c
export const apic_timer_interrupt = block(0xc14ffd8c, 8192, 3300, 560, 150, 620, 560, 14, 120, 40); // estimate: 3.6's, +-30 %

// fs/fcntl.c
export const sys_dup = text(0xc1012f80, 111, 29, 6, 7); // functions.json fall-through

// fs/select.c
export const sys_poll = text(0xc13b31e0, 2816, 260, 40, 50); // as 3.6: estimate, with do_sys_poll(): no facts

// net/ipv4/inet_timewait_sock.c
export const __inet_twsk_kill = text(0xc148a280, 215, 56, 5, 7); // as 3.6: functions.json fall-through
export const __inet_twsk_hashdance = text(0xc1020f20, 242, 72, 6, 8); // functions.json fall-through
export const inet_twsk_free = text(0xc10214c0, 42, 15, 1, 2); // functions.json fall-through
export const inet_twsk_alloc = text(0xc1021020, 264, 81, 6, 9); // functions.json fall-through
export const inet_twsk_deschedule = text(0xc148a7f0, 122, 27, 2, 3); // as 3.6: functions.json fall-through
export const inet_twsk_schedule = text(0xc148a870, 374, 56, 7, 6); // as 3.6: functions.json fall-through
export const inet_twsk_kill = text(0xc1021220, 161, 48, 3, 6); // functions.json fall-through
export const tw_timer_handler = text(0xc10212d0, 41, 6, 0, 0); // functions.json fall-through
