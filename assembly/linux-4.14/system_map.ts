// Where Linux 4.14 keeps its code, and what it costs: a row for each function (text), for each loop or branch that is
// charged apart (part) and for each measured block (block). The columns are explained in machine/text.ts.
// Nobody traced this kernel. Bytes: facts/functions.json; functions stand in its order, each on 16 bytes, for want of a
// System.map. Instructions and stack accesses: the walk without jumps where that is what the traced 3.6 does, else the
// same share of the function's instructions as there. What functions.json does not know is as in 3.6, 3 MiB further up.
// All of it +-30 %. `node tools/facts.mjs rows 4.14 NAME` prints a row. Below, under its C file.
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
export const __local_bh_enable_ip = text(0xc1005540, 83, 15, 2, 1); // functions.json fall-through

// kernel/sched/wait.c
export const __wake_up = text(0xc1004d20, 14, 6, 4, 3); // functions.json fall-through
export const __wake_up_common = text(0xc1004b80, 295, 57, 15, 10); // functions.json fall-through

// net/ipv4/inet_hashtables.c
export const inet_bind_bucket_create = text(0xc1020370, 73, 28, 5, 4); // functions.json fall-through
export const inet_bind_bucket_destroy = text(0xc10203c0, 33, 13, 2, 1); // estimate: as in 3.6, 13 of 13; here of 13
export const inet_bind_hash = text(0xc10203f0, 38, 14, 2, 1); // functions.json fall-through
export const inet_put_port = text(0xc10201b0, 148, 47, 3, 5); // functions.json fall-through
export const inet_hash = text(0xc10207b0, 51, 10, 1, 2); // estimate: as in 3.6, 46 of 70; here of 15
export const inet_unhash = text(0xc101fe10, 193, 38, 2, 5); // functions.json fall-through
export const __inet_hash_nolisten = text(0xc1489290, 265, 78, 5, 6); // as 3.6: trace connect_others0_target_oldest
export const __inet_inherit_port = text(0xc1020250, 284, 49, 13, 6); // estimate: as in 3.6, 46 of 86; here of 91
export const __inet_lookup_established = text(0xc101fcb0, 338, 44, 21, 12); // estimate +-6: an empty chain; the walk of 91 goes through an entry that matches
export const inet_lookup_established_turn = part(__inet_lookup_established, 320, 48, 8, 0, 0); // as 3.6: estimate: no trace has a full chain
export const inet_lookup_established_hit = part(__inet_lookup_established, 384, 64, 39, 0, 0); // what the walk of 91 leaves
export const __inet_lookup_listener = text(0xc101fa40, 444, 68, 12, 12); // functions.json fall-through
export const inet_lookup_listener_turn = part(__inet_lookup_listener, 192, 64, 7, 1, 0); // estimate 6 to 8: its C text by gcc 12, the port on the stack; 3.6's 6
export const inet_lookup_listener_score = part(__inet_lookup_listener, 256, 64, 20, 0, 0); // estimate: 3.6's 21, by the sizes of both
export const inet_ehashfn = text(0xc101f980, 189, 60, 7, 5); // functions.json fall-through
export const inet_ehash_insert = text(0xc1020420, 327, 82, 10, 11); // functions.json fall-through
export const inet_ehash_insert_replace = part(inet_ehash_insert, 240, 48, 12, 0, 0); // by hand: the share of the request that goes
export const inet_ehash_nolisten = text(0xc1020570, 89, 15, 3, 4); // functions.json fall-through
export const __inet_hash = text(0xc10205d0, 471, 54, 6, 7); // functions.json fall-through
export const inet_reuseport_add_sock = part(__inet_hash, 128, 96, 24, 2, 3); // by hand: its share of functions.json, less the turn
export const inet_reuseport_add_sock_turn = part(__inet_hash, 224, 112, 26, 2, 2); // by hand: a listener that fits
export const hlist_add_tail_rcu_turn = part(__inet_hash, 352, 16, 4, 0, 0); // by hand
export const inet_hash_connect = text(0xc1020b70, 58, 143, 20, 21); // estimate: as in 3.6, 129 of 19; here of 21
export const inet_hash_connect_turn = part(inet_hash_connect, 320, 96, 22, 2, 1); // estimate: 3.6's 20, by the sizes of both
export const __inet_check_established = text(0xc101fee0, 542, 135, 22, 18); // functions.json fall-through
export const secure_ipv4_port_ephemeral = block(0xc1460080, 1856, 634, 18, 0, 78, 32, 0, 1, 0); // estimate: 3.6's, +-30 %: trace connect_others0: md5_transform

// net/core/sock.c
export const sock_prot_inuse_add = text(0xc1017290, 14, 3, 1, 0); // estimate: as in 3.6, 3 of 4; here of 4
export const sk_alloc = text(0xc1018690, 187, 52, 8, 6); // functions.json fall-through
export const sk_prot_alloc = text(0xc10185d0, 187, 22, 3, 5); // estimate: as in 3.6, 25 of 72; here of 62
export const sock_init_data = text(0xc1017a90, 553, 77, 4, 4); // functions.json fall-through
export const sk_free = text(0xc1018a00, 21, 4, 1, 0); // functions.json fall-through
export const __sk_free = text(0xc1018940, 182, 39, 2, 1); // estimate: as in 3.6, 48 of 62; here of 50
export const sk_clone_lock = text(0xc1018c50, 755, 208, 11, 20); // estimate: as in 3.6, 171 of 119; here of 145
export const lock_sock_nested = text(0xc1017e90, 57, 13, 1, 2); // functions.json fall-through
export const release_sock = text(0xc1017d50, 106, 30, 5, 6); // as in 3.6 (traced): the backlog left the function (38 with its call), this path is the same
export const sock_def_readable = text(0xc1017dc0, 86, 20, 4, 4); // functions.json fall-through
export const sock_def_wakeup = text(0xc1017d20, 41, 6, 1, 0); // estimate: as in 3.6, 6 of 13; here of 14
export const sk_reset_timer = text(0xc1018300, 28, 11, 2, 2); // functions.json fall-through
export const sk_stop_timer = text(0xc1018320, 32, 11, 2, 2); // functions.json fall-through
export const sock_setsockopt = text(0xc10198a0, 2793, 116, 11, 12); // estimate: as in 3.6, 70 of 356; here of 591
export const sock_no_listen = text(0xc1016e50, 6, 2, 1, 0); // functions.json fall-through
export const sock_def_destruct = text(0xc1016eb0, 1, 1, 1, 0); // functions.json fall-through
export const sock_def_write_space = text(0xc1018340, 148, 30, 4, 4); // functions.json fall-through
export const sock_def_error_report = text(0xc1017cc0, 83, 20, 4, 4); // functions.json fall-through
export const sk_setup_caps = text(0xc10172a0, 268, 65, 7, 6); // estimate: as in 3.6, 57 of 68; here of 78
export const sk_destruct = text(0xc101ad60, 37, 6, 0, 0); // functions.json fall-through
export const sock_i_uid = text(0xc1016b70, 44, 17, 3, 4); // functions.json fall-through
export const sock_getsockopt = text(0xc101a390, 2504, 107, 13, 17); // estimate: as in 3.6, 60 of 307; here of 549

// kernel/sched/wait.c
export const __init_waitqueue_head = text(0xc1004ae0, 16, 5, 1, 0); // functions.json fall-through

// net/socket.c
export const sys_socketcall = text(0xc10166d0, 746, 33, 6, 5); // estimate: as in 3.6, 26 of 148; here of 190
export const sys_socket = text(0xc10155c0, 175, 44, 8, 10); // functions.json fall-through
export const sys_listen = text(0xc1015900, 113, 30, 4, 6); // functions.json fall-through
export const sockfd_lookup_light = text(0xc1014990, 97, 23, 4, 4); // functions.json fall-through
export const sys_bind = text(0xc1015870, 137, 31, 10, 7); // estimate: as in 3.6, 52 of 66; here of 39
export const sys_accept4 = text(0xc1015980, 442, 62, 7, 16); // estimate: as in 3.6, 61 of 113; here of 114
export const sys_shutdown = text(0xc1016100, 88, 22, 6, 5); // estimate: as in 3.6, 35 of 45; here of 28
export const sys_setsockopt = text(0xc1015fd0, 151, 39, 13, 10); // estimate: as in 3.6, 58 of 76; here of 51
export const sock_alloc = text(0xc1014320, 103, 26, 3, 4); // functions.json fall-through
export const __sock_create = text(0xc1014820, 283, 60, 9, 7); // functions.json fall-through
export const sock_release = text(0xc10150c0, 73, 20, 2, 2); // functions.json fall-through
export const sock_close = text(0xc1015110, 137, 34, 4, 6); // functions.json fall-through
export const sock_alloc_file = text(0xc1013cf0, 245, 46, 5, 15); // functions.json fall-through
export const sock_alloc_inode = text(0xc1014bd0, 135, 30, 3, 5); // functions.json fall-through
export const sock_destroy_inode = text(0xc1014ba0, 33, 10, 1, 2); // functions.json fall-through
export const sock_poll = text(0xc10141d0, 110, 42, 6, 7); // functions.json fall-through
export const sock_sendmsg = text(0xc1014cf0, 34, 25, 1, 6); // estimate: as in 3.6, 109 of 43; here of 10
export const sock_recvmsg = text(0xc1013a80, 23, 12, 4, 4); // functions.json fall-through
export const sys_connect = text(0xc1015b60, 157, 28, 6, 9); // estimate: as in 3.6, 47 of 73; here of 44
export const sys_getsockname = text(0xc1015c00, 165, 25, 8, 7); // estimate: as in 3.6, 30 of 57; here of 48
export const sys_getpeername = text(0xc1015cb0, 173, 25, 8, 7); // estimate: as in 3.6, 30 of 58; here of 49
export const sys_sendto = text(0xc1015d60, 247, 47, 7, 18); // estimate: as in 3.6, 72 of 96; here of 62
export const sys_recvfrom = text(0xc1015e80, 293, 64, 10, 21); // estimate: as in 3.6, 72 of 90; here of 80
export const sys_getsockopt = text(0xc1016070, 138, 34, 15, 9); // estimate: as in 3.6, 45 of 67; here of 51

// fs/open.c
export const sys_close = text(0xc1012540, 62, 13, 2, 1); // functions.json fall-through
export const filp_close = text(0xc10124f0, 76, 31, 4, 7); // functions.json fall-through
export const fd_install = text(0xc1011440, 26, 8, 1, 1); // functions.json fall-through
export const put_unused_fd = text(0xc10108c0, 59, 21, 3, 3); // functions.json fall-through

// fs/file.c
export const __alloc_fd = text(0xc1011250, 290, 93, 20, 9); // estimate: as in 3.6, 54 of 60; here of 103
export const expand_files = text(0xc1010c60, 453, 26, 3, 5); // estimate: as in 3.6, 24 of 111; here of 120
export const get_unused_fd_flags = text(0xc1011380, 36, 10, 2, 2); // functions.json fall-through
export const __close_fd = text(0xc1011460, 108, 35, 2, 3); // functions.json fall-through

// lib/find_next_bit.c
export const find_next_zero_bit = text(0xc14104d0, 176, 29, 3, 2); // as 3.6: trace accept_others0_target_oldest // bytes up to the next symbol

// fs/file_table.c
export const __fdget = text(0xc1010e30, 90, 20, 2, 2); // functions.json fall-through
export const get_empty_filp = text(0xc1011ca0, 303, 52, 6, 9); // functions.json fall-through
export const alloc_file = text(0xc1011dd0, 153, 45, 5, 6); // functions.json fall-through
export const fput = text(0xc1011bd0, 114, 24, 2, 3); // functions.json fall-through
export const fput_last = part(fput, 64, 123, 27, 6, 6); // estimate: 3.6's 43, by the sizes of both
export const __fput = text(0xc10119d0, 450, 70, 6, 13); // functions.json fall-through

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
export const reqsk_queue_alloc = text(0xc1016a10, 42, 7, 1, 0); // functions.json fall-through
export const reqsk_queue_alloc_turn = part(reqsk_queue_alloc, 90, 24, 6, 0, 0); // as 3.6: traces bl5 and bl128: 24 for 4 turns

// net/core/sock_reuseport.c
export const __reuseport_alloc = text(0xc101af00, 37, 11, 2, 2); // functions.json fall-through
export const reuseport_alloc = text(0xc101af30, 91, 26, 4, 5); // functions.json, whole function
export const reuseport_detach_sock = text(0xc101af90, 120, 25, 2, 3); // functions.json fall-through
export const reuseport_detach_sock_turn = part(reuseport_detach_sock, 48, 16, 4, 0, 0); // by hand
export const reuseport_free_rcu = text(0xc101b010, 23, 9, 1, 2); // functions.json fall-through
export const reuseport_select_sock = text(0xc101b030, 432, 32, 5, 6); // functions.json, whole function (121), less the programs' share
export const reuseport_add_sock = text(0xc101b1e0, 386, 40, 5, 7); // functions.json fall-through
export const reuseport_grow = part(reuseport_add_sock, 128, 160, 36, 2, 6); // by hand: its share of functions.json
export const reuseport_grow_turn = part(reuseport_add_sock, 224, 24, 5, 0, 0); // by hand

// net/ipv4/ip_sockglue.c
export const ip_getsockopt = text(0xc1489280, 64, 70, 10, 14); // as 3.6: estimate, with do_ip_getsockopt(): no facts
export const ip_setsockopt = text(0xc1489240, 64, 90, 10, 16); // as 3.6: estimate, with do_ip_setsockopt(): no facts

// net/ipv4/af_inet.c
export const inet_create = text(0xc101d7b0, 764, 110, 11, 14); // estimate: as in 3.6, 120 of 212; here of 195
export const inet_bind = text(0xc101c380, 524, 84, 9, 13); // estimate: as in 3.6, 75 of 123; here of 138
export const inet_listen = text(0xc101be30, 167, 31, 4, 5); // estimate: 3.6's: outside of tcp_fastopen the texts are the same
export const inet_listen_first = part(inet_listen, 64, 32, 9, 0, 1); // estimate: 3.6's 6 and the test of tcp_fastopen; the walk of both has 38
export const inet_autobind = text(0xc101c130, 76, 21, 2, 4); // functions.json fall-through
export const inet_accept = text(0xc101bee0, 279, 52, 7, 11); // functions.json fall-through
export const inet_shutdown = text(0xc101c000, 215, 50, 5, 8); // functions.json fall-through
export const inet_release = text(0xc101c0e0, 76, 21, 3, 4); // functions.json fall-through
export const inet_sock_destruct = text(0xc101bcd0, 340, 43, 2, 4); // estimate: as in 3.6, 45 of 95; here of 90
export const inet_sk_rebuild_header = block(0xc14b08a0, 384, 43, 7, 0, 9, 8, 0, 0, 0); // estimate: 3.6's, +-30 %: trace connect_others0: __sk_dst_check
export const inet_getname = text(0xc101c8c0, 129, 32, 5, 3); // functions.json fall-through
export const inet_dgram_connect = text(0xc101c180, 123, 19, 4, 3); // functions.json fall-through
export const inet_sendmsg = text(0xc101c200, 171, 29, 5, 5); // estimate: as in 3.6, 24 of 46; here of 56
export const inet_recvmsg = text(0xc101bbf0, 151, 34, 8, 9); // functions.json fall-through
export const inet_stream_connect = text(0xc101c880, 54, 161, 22, 32); // estimate: as in 3.6, 148 of 23; here of 25

// net/ipv4/inet_connection_sock.c
export const inet_csk_get_port = text(0xc101f060, 1418, 111, 8, 15); // estimate: as in 3.6, 81 of 294; here of 403
export const inet_csk_get_port_turn = part(inet_csk_get_port, 160, 32, 6, 0, 0); // as 3.6: functions.json
export const inet_csk_get_port_rover = part(inet_csk_get_port, 80, 80, 27, 3, 2); // estimate: 3.6's 20, by the sizes of both
export const inet_csk_bind_conflict = text(0xc101ef00, 349, 20, 8, 11); // estimate: as in 3.6, 17 of 99; here of 117
export const inet_csk_bind_conflict_turn = part(inet_csk_bind_conflict, 48, 80, 9, 1, 0); // as 3.6: functions.json
export const inet_csk_listen_start = text(0xc101e6c0, 195, 48, 3, 5); // estimate: as in 3.6, 55 of 52; here of 45
export const inet_csk_listen_stop = text(0xc101e8c0, 567, 60, 5, 11); // functions.json fall-through
export const inet_csk_listen_stop_turn = part(inet_csk_listen_stop, 96, 220, 79, 8, 18); // estimate: 3.6's 50, by the sizes of both
export const inet_csk_accept = text(0xc101dd90, 770, 63, 5, 11); // functions.json fall-through
export const inet_csk_destroy_sock = text(0xc101e610, 167, 36, 3, 5); // functions.json fall-through
export const inet_csk_reset_keepalive_timer = text(0xc101e170, 19, 4, 0, 0); // functions.json fall-through
export const inet_csk_delete_keepalive_timer = text(0xc101e160, 11, 2, 0, 0); // functions.json fall-through
export const inet_csk_clear_xmit_timers = text(0xc101e120, 62, 14, 1, 3); // functions.json fall-through
export const inet_csk_init_xmit_timers = text(0xc101e0a0, 121, 35, 5, 9); // functions.json fall-through
export const inet_get_local_port_range = text(0xc101dd50, 52, 14, 3, 2); // functions.json fall-through
export const inet_csk_reqsk_queue_hash_add = text(0xc101e4b0, 112, 33, 6, 8); // functions.json fall-through
export const inet_csk_route_req = text(0xc101e190, 366, 77, 12, 12); // functions.json fall-through
export const inet_csk_route_child_sock = text(0xc101e300, 430, 81, 13, 13); // functions.json fall-through
export const inet_csk_clone_lock = text(0xc101e520, 152, 58, 5, 7); // estimate: as in 3.6, 36 of 26; here of 42
export const inet_csk_reqsk_queue_drop = text(0xc101ee20, 35, 13, 2, 3); // functions.json fall-through
export const reqsk_timer_handler = text(0xc101f680, 457, 53, 5, 6); // functions.json fall-through
export const reqsk_timer_handler_turn = part(reqsk_timer_handler, 160, 16, 4, 0, 0); // by hand: thresh and young
export const reqsk_timer_handler_again = part(reqsk_timer_handler, 320, 112, 30, 3, 4); // by hand: the share of a SYN-ACK that was sent again
export const inet_rtx_syn_ack = text(0xc101dbe0, 29, 11, 2, 2); // functions.json fall-through
export const reqsk_queue_unlink = text(0xc101ed40, 212, 61, 4, 8); // functions.json fall-through
export const inet_csk_complete_hashdance = text(0xc101f850, 247, 18, 4, 5); // functions.json fall-through: the request is the caller's
export const inet_csk_complete_hashdance_own = part(inet_csk_complete_hashdance, 64, 160, 41, 9, 3); // by hand: the rest of functions.json less the exit that forgets
export const inet_csk_reqsk_queue_add = text(0xc101e840, 120, 26, 4, 4); // functions.json fall-through
export const inet_child_forget = text(0xc101e790, 170, 43, 5, 9); // functions.json fall-through
export const inet_csk_prepare_forced_close = text(0xc101e5c0, 71, 18, 3, 3); // functions.json fall-through
export const inet_rcv_saddr_equal = text(0xc101ee50, 175, 31, 6, 5); // functions.json fall-through
export const ipv6_rcv_saddr_equal = text(0xc101dc20, 294, 90, 16, 10); // functions.json fall-through (47), __ipv6_addr_type twice by hand
export const inet_csk_reqsk_queue_drop_and_put = text(0xc101f5f0, 132, 35, 2, 6); // functions.json fall-through

// net/ipv4/tcp_ipv4.c (bytes: code lines that the traced path touched)
export const tcp_v4_init_sock = text(0xc1031bc0, 22, 7, 2, 2); // functions.json fall-through
export const tcp_v4_destroy_sock = text(0xc10315f0, 394, 49, 6, 11); // estimate: as in 3.6, 60 of 118; here of 97
export const tcp_v4_rcv = text(0xc1032f40, 2560, 157, 13, 27); // estimate: as in 3.6, 151 of 453; here of 658; less tcp_v4_rcv_request
export const tcp_v4_rcv_request = part(tcp_v4_rcv, 1024, 256, 62, 8, 10); // by hand: the share of a segment for a request
export const tcp_v4_fill_cb = text(0xc1031550, 156, 53, 4, 4); // functions.json fall-through
export const tcp_v4_rcv_sum = part(tcp_v4_rcv, 768, 128, 39, 1, 3); // estimate: 3.6's 27, by the sizes of both
export const tcp_v4_do_rcv = text(0xc10312a0, 424, 38, 7, 4); // estimate: as in 3.6, 64 of 196; here of 116
export const tcp_v4_do_rcv_lookup = part(tcp_v4_do_rcv, 384, 128, 9, 0, 4); // estimate: 3.6's 16, by the sizes of both
export const tcp_v4_conn_request = text(0xc1031d90, 66, 2, 0, 0); // estimate: as in 3.6, 45 of 374; here of 17
export const tcp_v4_conn_request_answer = part(tcp_v4_conn_request, 320, 576, 7, 16, 18); // estimate: 3.6's 145, by the sizes of both
export const tcp_v4_conn_request_queue = part(tcp_v4_conn_request, 896, 256, 1, 2, 0); // estimate: 3.6's 15, by the sizes of both
export const tcp_v4_send_synack = text(0xc1032d90, 119, 39, 11, 10); // functions.json fall-through
export const __tcp_v4_send_check = block(0xc149fc50, 192, 39, 5, 3, 5, 4, 0, 0, 0); // estimate: 3.6's, +-30 %: trace synseen_inject_others0
export const tcp_v4_reqsk_destructor = text(0xc1030be0, 11, 2, 0, 0); // functions.json fall-through
export const tcp_v4_syn_recv_sock = text(0xc1031000, 671, 12, 5, 6); // estimate: as in 3.6, 12 of 154; here of 160
export const tcp_v4_syn_recv_sock_child = part(tcp_v4_syn_recv_sock, 128, 384, 110, 7, 10); // estimate: 3.6's 106, by the sizes of both
export const tcp_v4_send_reset = text(0xc1030cb0, 630, 120, 9, 30); // functions.json fall-through
export const tcp_v4_send_reset_answer = part(tcp_v4_send_reset, 64, 332, 96, 6, 14); // estimate: 3.6's 64, by the sizes of both
export const tcp_v4_reqsk_send_ack = text(0xc1032190, 218, 61, 9, 17); // functions.json fall-through
export const tcp_v4_send_ack = text(0xc1031fb0, 475, 105, 17, 33); // functions.json fall-through
export const tcp_v4_init_req = text(0xc1030f40, 180, 47, 6, 7); // functions.json fall-through
export const tcp_v4_route_req = text(0xc1030f30, 5, 1, 0, 0); // functions.json fall-through
export const tcp_v4_init_seq = text(0xc10306c0, 49, 16, 3, 3); // functions.json fall-through
export const tcp_v4_init_ts_off = text(0xc1030700, 30, 9, 1, 1); // functions.json fall-through
export const inet_sk_rx_dst_set = text(0xc1030680, 49, 18, 3, 2); // functions.json fall-through
export const tcp_v4_connect = text(0xc1030720, 1209, 146, 17, 20); // functions.json fall-through

// net/ipv4/tcp.c
export const tcp_init_sock = text(0xc1021cf0, 279, 48, 3, 6); // functions.json fall-through
export const tcp_set_state = text(0xc1022b70, 202, 16, 4, 2); // estimate: as in 3.6, 16 of 63; here of 64
export const tcp_close = text(0xc1026900, 1076, 85, 6, 12); // estimate: as in 3.6, 75 of 230; here of 260
export const tcp_disconnect = text(0xc1022cd0, 1179, 177, 5, 19); // functions.json fall-through
export const tcp_shutdown = text(0xc10241e0, 81, 12, 3, 2); // functions.json fall-through
export const tcp_setsockopt = text(0xc10237e0, 2555, 447, 30, 33); // estimate: as in 3.6, 19 of 25; here of 588
export const tcp_done = text(0xc1022c40, 137, 32, 2, 6); // functions.json fall-through
export const tcp_poll = text(0xc1021e10, 626, 92, 7, 8); // functions.json fall-through
export const tcp_sendmsg = text(0xc1025e80, 42, 20, 4, 6); // functions.json fall-through
export const tcp_recvmsg = text(0xc1025ff0, 2084, 156, 27, 24); // functions.json fall-through
export const tcp_getsockopt = text(0xc1024240, 2094, 842, 32, 103); // estimate: as in 3.6, 45 of 25; here of 468

// net/ipv4/tcp_timer.c
export const tcp_init_xmit_timers = text(0xc103b1b0, 57, 14, 3, 4); // functions.json fall-through
export const tcp_write_timer = text(0xc103b150, 88, 15, 2, 2); // functions.json fall-through
export const tcp_delack_timer = text(0xc103a690, 112, 19, 2, 2); // functions.json fall-through
export const tcp_keepalive_timer = text(0xc103a120, 691, 165, 7, 14); // estimate: as in 3.6, 139 of 139; here of 165
export const tcp_syn_ack_timeout = text(0xc1039f00, 17, 4, 1, 0); // functions.json fall-through
export const tcp_write_timeout = text(0xc149f370, 45, 60, 3, 6); // as 3.6: estimate: inlined in tcp_retransmit_timer
export const retransmits_timed_out = text(0xc149e7e0, 213, 44, 5, 5); // functions.json fall-through

// net/ipv4/tcp_output.c
export const tcp_release_cb = text(0xc1039340, 220, 10, 3, 2); // functions.json fall-through
export const tcp_rtx_synack = text(0xc10352d0, 136, 37, 4, 8); // functions.json fall-through
export const tcp_send_active_reset = text(0xc1039780, 311, 78, 9, 11); // functions.json fall-through
export const tcp_send_fin = text(0xc1039580, 498, 115, 9, 8); // estimate: as in 3.6, 89 of 89; here of 115
export const tcp_sync_mss = text(0xc1035e90, 142, 36, 4, 4); // functions.json fall-through
export const tcp_make_synack = block(0xc149d630, 2432, 560, 50, 82, 76, 63, 1, 14, 5); // estimate: 3.6's, +-30 %: counts syn_dup, less choosing the window (80, tcp_openreq_init_rwin here), with skb_set_owner_w (45, a locked count); less its real accesses
export const tcp_select_initial_window = text(0xc1034a00, 324, 127, 11, 12); // estimate: as in 3.6, 122 of 99; here of 103
export const tcp_mtup_init = text(0xc1035820, 161, 34, 4, 3); // estimate: as in 3.6, 25 of 31; here of 42
export const tcp_mtu_to_mss = text(0xc1035e20, 101, 22, 2, 1); // estimate: as in 3.6, 22 of 33; here of 33
export const tcp_send_ack = block(0xc149e530, 8576, 1613, 317, 165, 197, 184, 4, 83, 25); // estimate: 3.6's, +-30 %: trace connect_others0: tcp_transmit_skb, ip_queue_xmit, ...
export const tcp_transmit_skb = block(0xc149b300, 4096, 1150, 230, 130, 130, 110, 4, 80, 28); // estimate: 3.6's, +-30 %: estimated: trace connect_others0_target_oldest, __alloc_skb, the call itself, and the IP output of synseen
export const tcp_write_xmit = text(0xc1036ba0, 4047, 300, 28, 26); // estimate: as in 3.6, 190 of 629; here of 994
export const tcp_retransmit_skb = text(0xc1038fe0, 141, 30, 5, 5); // functions.json fall-through
export const tcp_connect = text(0xc1037c20, 2541, 151, 4, 14); // estimate: as in 3.6, 76 of 306; here of 608

// net/ipv4/tcp_cong.c
export const tcp_init_congestion_control = text(0xc14a3aa0, 64, 12, 0, 0); // as 3.6: trace connect_others0_target_oldest // bytes up to the next symbol

// kernel/time/timer.c
export const init_timer_key = text(0xc1005a10, 22, 6, 1, 0); // functions.json fall-through
export const mod_timer = text(0xc1006320, 359, 59, 7, 12); // estimate: as in 3.6, 74 of 128; here of 102
export const del_timer = text(0xc1005b20, 59, 24, 4, 5); // functions.json fall-through
export const run_timer_softirq = text(0xc1005bc0, 335, 44, 6, 19); // estimate: 3.6's 40 and the test for an empty wheel
export const run_timer_softirq_turn = part(run_timer_softirq, 290, 80, 22, 3, 2); // estimate: 3.6's
export const run_timer_softirq_timer = part(run_timer_softirq, 370, 80, 20, 2, 2); // estimate: 3.6's 24 less call_timer_fn()'s share
export const hrtimer_run_queues = block(0xc1345310, 192, 30, 5, 0, 5, 3, 0, 3, 0); // estimate: 3.6's, +-30 %
export const __internal_add_timer = text(0xc1005d70, 61, 24, 3, 3); // functions.json fall-through
export const calc_wheel_index = text(0xc10058e0, 298, 8, 3, 0); // functions.json fall-through: the first level
export const calc_wheel_index_level = part(calc_wheel_index, 32, 128, 6, 0, 0); // estimate: the share of each of the other levels of its 69
export const call_timer_fn = text(0xc1005b60, 90, 24, 3, 3); // functions.json fall-through
export const del_timer_sync = text(0xc1005fa0, 199, 32, 4, 4); // functions.json fall-through
export const detach_if_pending = text(0xc1005a30, 126, 8, 4, 3); // by hand: as far as the test
export const detach_if_pending_rest = part(detach_if_pending, 16, 80, 15, 0, 0); // what the walk of 23 leaves
export const lock_timer_base = text(0xc1005ab0, 87, 30, 6, 6); // functions.json fall-through

// net/core/stream.c
export const sk_stream_write_space = text(0xc101b9d0, 162, 51, 5, 7); // estimate: as in 3.6, 40 of 44; here of 56
export const sk_stream_kill_queues = text(0xc101b7b0, 244, 34, 2, 3); // estimate: as in 3.6, 35 of 75; here of 72
export const sk_stream_wait_connect = text(0xc101b370, 375, 75, 5, 14); // functions.json fall-through

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
export const kmem_cache_alloc = text(0xc1007610, 174, 38, 7, 7); // functions.json fall-through
export const slab_alloc_zero = part(kmem_cache_alloc, 96, 48, 28, 0, 0); // estimate: 3.6's 22, by the sizes of both
export const __kmalloc = text(0xc10076c0, 249, 45, 7, 8); // functions.json fall-through
export const __kmalloc_zero = part(__kmalloc, 192, 64, 21, 0, 0); // estimate: 3.6's 22, by the sizes of both
export const kmem_cache_free = text(0xc1007bd0, 182, 42, 6, 5); // functions.json fall-through
export const kfree = text(0xc1008590, 217, 46, 6, 5); // functions.json fall-through
export const ksize = text(0xc1006b40, 164, 26, 1, 0); // functions.json fall-through
export const kmem_cache_shrink = text(0xc1009380, 5, 1, 0, 0); // estimate: as in 3.6, 80 of 123; here of 1
export const kmem_cache_shrink_turn = part(kmem_cache_shrink, 160, 80, 0, 0, 0); // estimate: 3.6's 16, by the sizes of both
export const prefetch_freepointer = text(0xc1009af0, 14, 5, 1, 0); // functions.json, whole function
export const __slab_alloc = text(0xc139b6b0, 640, 75, 22, 16); // as 3.6: trace accept_others0_target_oldest: 109 with get_freelist
export const get_freelist = part(__slab_alloc, 160, 96, 34, 0, 0); // as 3.6: trace accept_others0_target_oldest: its share
export const get_partial_node = part(__slab_alloc, 480, 240, 30, 0, 0); // as 3.6: hand-counted: in no trace
export const get_partial_node_turn = part(__slab_alloc, 560, 200, 40, 0, 0); // as 3.6: hand-counted: in no trace
export const put_cpu_partial = part(__slab_alloc, 800, 120, 30, 0, 0); // as 3.6: hand-counted: in no trace
export const new_slab = text(0xc139a4a0, 782, 127, 3, 11); // as 3.6: functions.json fall-through
export const new_slab_turn = part(new_slab, 480, 64, 10, 0, 0); // as 3.6: hand-counted: in no trace
export const deactivate_slab = text(0xc100b4d0, 1126, 103, 18, 37); // estimate: as in 3.6, 100 of 261; here of 270
export const deactivate_slab_turn = part(deactivate_slab, 96, 96, 25, 2, 2); // estimate: 3.6's 24, by the sizes of both
export const unfreeze_partials = text(0xc100b940, 358, 24, 4, 11); // estimate: as in 3.6, 24 of 107; here of 107
export const unfreeze_partials_turn = part(unfreeze_partials, 64, 160, 24, 0, 0); // as 3.6: functions.json fall-through
export const discard_slab = text(0xc100b490, 54, 10, 1, 1); // functions.json fall-through
export const __free_slab = text(0xc100b350, 314, 54, 6, 7); // functions.json fall-through
export const __slab_free = text(0xc100c4b0, 673, 78, 0, 8); // functions.json fall-through
export const __slab_free_list = part(__slab_free, 480, 200, 36, 4, 2); // estimate: 3.6's 40, by the sizes of both
export const kfree_null = text(0xc139cd90, 181, 3, 1, 0); // as 3.6: trace syn_full_cookie: kfree(NULL)

// mm/vmalloc.c
export const vzalloc = text(0xc1010210, 29, 8, 2, 4); // functions.json fall-through
export const __vmalloc_node_range = text(0xc1010390, 119, 36, 11, 10); // functions.json fall-through
export const __get_vm_area_node = text(0xc100f890, 290, 52, 8, 8); // estimate: as in 3.6, 57 of 93; here of 85
export const alloc_vmap_area = text(0xc100f1f0, 852, 101, 24, 18); // estimate: as in 3.6, 101 of 206; here of 207
export const alloc_vmap_area_find = part(alloc_vmap_area, 224, 48, 8, 0, 0); // as 3.6: hand-counted: in no trace
export const alloc_vmap_area_turn = part(alloc_vmap_area, 320, 64, 11, 1, 0); // as 3.6: trace listen_first_bl1024_raised
export const __insert_vmap_area = text(0xc100e010, 166, 40, 3, 4); // functions.json fall-through
export const __insert_vmap_area_turn = part(__insert_vmap_area, 32, 32, 7, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const __vmalloc_area_node = text(0xc100ffb0, 410, 44, 16, 17); // estimate: as in 3.6, 54 of 158; here of 129
export const __vmalloc_area_node_turn = part(__vmalloc_area_node, 160, 64, 10, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const vmap_page_range_noflush = text(0xc100e560, 312, 56, 18, 8); // estimate: as in 3.6, 56 of 96; here of 96
export const vmap_page_range_turn = part(vmap_page_range_noflush, 128, 96, 20, 0, 0); // as 3.6: trace listen_first_bl1024_raised
export const vfree = text(0xc100fdb0, 108, 20, 0, 0); // estimate: as in 3.6, 6 of 8; here of 26
export const __vunmap = text(0xc100fcb0, 193, 37, 0, 5); // functions.json fall-through
export const __vunmap_turn = part(__vunmap, 64, 32, 8, 1, 1); // as 3.6: functions.json
export const remove_vm_area = text(0xc100fc10, 160, 38, 3, 6); // estimate: as in 3.6, 45 of 57; here of 48
export const remove_vm_area_turn = part(remove_vm_area, 80, 24, 4, 0, 0); // as 3.6: functions.json
export const vunmap_page_range = part(remove_vm_area, 96, 64, 34, 0, 0); // estimate: 3.6's 40, by the sizes of both
export const vunmap_page_turn = part(remove_vm_area, 112, 48, 10, 0, 0); // as 3.6: hand-counted: in no trace
export const find_vm_area = text(0xc100fae0, 102, 19, 2, 2); // estimate: as in 3.6, 18 of 33; here of 34
export const find_vm_area_turn = part(find_vm_area, 32, 24, 6, 0, 0); // as 3.6: hand-counted: in no trace
export const lazy_max_pages = text(0xc100dff0, 30, 8, 1, 1); // functions.json fall-through
export const free_vmap_area_noflush = text(0xc100e340, 85, 16, 2, 3); // functions.json fall-through
export const __purge_vmap_area_lazy = text(0xc100e2b0, 131, 20, 4, 4); // estimate: as in 3.6, 52 of 110; here of 42
export const __purge_vmap_area_turn = part(__purge_vmap_area_lazy, 96, 80, 10, 0, 0); // estimate: 3.6's 26, by the sizes of both
export const __free_vmap_area = text(0xc100e1e0, 194, 42, 2, 3); // functions.json fall-through

// lib/percpu_counter.c
export const percpu_counter_add_batch = text(0xc1418bb0, 128, 36, 7, 5); // estimate: 3.6's __percpu_counter_add, trace connect_others0_target_oldest

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
export const get_random_bytes = block(0xc143cb50, 7296, 7031, 278, 36, 1555, 708, 5, 10, 7); // estimate: 3.6's, +-30 %: trace listen_first_bl5: sha_transform, _mix_pool_bytes, extract_entropy, account, extract_buf, ... // locked estimated

// net/core/dev.c
export const __netif_receive_skb = block(0xc14613b0, 1792, 286, 69, 21, 23, 24, 0, 22, 6); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: own figures of __netif_receive_skb, ip_rcv, ip_local_deliver and raw_local_deliver, less what dev.ts does itself

// net/core/datagram.c
export const __skb_checksum_complete = block(0xc145e060, 704, 112, 17, 1, 18, 20, 0, 0, 0); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: skb_checksum, csum_partial

// net/ipv4/ip_output.c
export const ip_send_unicast_reply = block(0xc14871f0, 9600, 2969, 446, 286, 491, 443, 12, 100, 43); // estimate: 3.6's, +-30 %: counts syn_closed_port: tcp_v4_send_reset (3,049) less its own
export const ip_build_and_send_pkt = block(0xc14852b0, 4160, 740, 174, 72, 96, 96, 2, 31, 8); // estimate: 3.6's, +-30 %: trace synseen_inject_others0, with what lets go of the sender on loopback (a locked count)

// net/core/secure_seq.c
export const secure_tcp_sequence_number = block(0xc1460030, 2432, 727, 32, 0, 98, 52, 0, 5, 0); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: md5_transform, ktime_get_real

// net/core/secure_seq.c, lib/random32.c, kernel/time/timekeeping.c, net/ipv4/tcp_metrics.c: nobody traced them on this kernel
export const secure_tcp_seq = block(0xc1460a00, 1600, 760, 14, 0, 170, 160, 0, 4, 0); // estimate +-30 %: siphash_3u32 by hand, ktime_get_real as 3.6's
export const secure_tcp_ts_off = block(0xc1460f00, 1500, 600, 6, 0, 140, 130, 0, 2, 0); // estimate +-30 %: siphash_2u32 by hand
export const prandom_u32 = block(0xc14061a0, 96, 38, 5, 4, 4, 3, 0, 1, 1); // estimate +-30 %: by hand, four words of per-CPU state
export const ktime_get = block(0xc1356200, 192, 70, 9, 0, 12, 12, 0, 3, 0); // estimate +-30 %: by hand
export const tcp_peer_is_proven = block(0xc14a4400, 320, 90, 14, 0, 12, 12, 0, 5, 0); // estimate +-30 %: as 3.6's tcp_init_metrics

// net/core/filter.c
export const sk_filter = text(0xc1475000, 112, 10, 2, 1); // as 3.6: trace synseen_inject_others0
export const sk_filter_trim_cap = text(0xc1475000, 112, 12, 3, 2); // as 3.6: sk_filter, trace synseen_inject_others0

// net/ipv4/syncookies.c
export const cookie_v4_init_sequence = block(0xc14ba970, 5760, 3884, 98, 213, 821, 201, 0, 14, 4); // estimate: 3.6's, +-30 %: trace syn_full_cookie: two sha_transform; less its real accesses
export const cookie_v4_check = text(0xc10215d0, 1474, 14, 2, 5); // estimate: as in 3.6, 14 of 380; here of 380
export const cookie_v4_check_on = part(cookie_v4_check, 64, 64, 12, 1, 1); // as 3.6: estimate: the share of the test of the last overflow
export const cookie_v4_check_valid = part(cookie_v4_check, 128, 1280, 260, 40, 45); // estimate: 3.6's 290, by the sizes of both
export const __cookie_v4_init_sequence = text(0xc1021200, 266, 75, 12, 19); // functions.json fall-through
export const cookie_hash = block(0xc1021180, 1500, 690, 8, 0, 160, 150, 0, 2, 1); // estimate +-30 %: functions.json (45), siphash_2u64 by hand: ten rounds of 64-bit words
export const tcp_get_cookie_sock = text(0xc10213f0, 228, 38, 7, 9); // functions.json fall-through
export const __cookie_v4_check = text(0xc1021310, 218, 76, 11, 17); // functions.json fall-through
export const cookie_timestamp_decode = text(0xc10210e0, 144, 40, 3, 2); // functions.json fall-through
export const cookie_ecn_ok = text(0xc10214e0, 43, 11, 1, 0); // functions.json fall-through

// net/ipv4/route.c
export const ip_route_output_flow = block(0xc14808d0, 2368, 447, 54, 0, 82, 75, 0, 21, 0); // estimate: 3.6's, +-30 %: trace synseen_inject_others0: __ip_route_output_key, fib_table_lookup; less the route's count
export const ipv4_mtu = block(0xc147dd90, 128, 19, 6, 0, 2, 1, 0, 0, 0); // estimate: 3.6's, +-30 %: trace connect_others0
export const ipv4_default_advmss = block(0xc147eb10, 128, 16, 5, 0, 1, 0, 0, 1, 0); // estimate: 3.6's, +-30 %: trace connect_others0

// net/ipv4/tcp_input.c (bytes: code lines that the traced path touched)
export const tcp_rcv_state_process = text(0xc102f790, 3678, 50, 4, 7); // estimate: as in 3.6, 39 of 705; here of 910
export const tcp_rcv_state_process_child = part(tcp_rcv_state_process, 320, 448, 126, 0, 11); // estimate: 3.6's 98, by the sizes of both
export const tcp_parse_options = text(0xc1028fc0, 955, 21, 5, 7); // as in 3.6 (traced): what is new is Fast Open's option
export const tcp_parse_options_nop = part(tcp_parse_options, 128, 64, 10, 0, 0); // as 3.6: trace synseen_inject_others0 (200) and connect_others0 (83): their common part
export const tcp_parse_options_option = part(tcp_parse_options, 192, 320, 42, 4, 2); // as in 3.6 (traced)
export const tcp_validate_incoming = text(0xc102dde0, 1027, 102, 10, 9); // estimate: as in 3.6, 78 of 198; here of 260
export const tcp_parse_aligned_timestamp = text(0xc1492a40, 35, 9, 1, 0); // as 3.6: trace connect_others0
export const tcp_rcv_established = text(0xc102f070, 1355, 111, 9, 9); // estimate: as in 3.6, 120 of 386; here of 357
export const tcp_synack_rtt_meas = text(0xc102db30, 162, 69, 8, 12); // functions.json fall-through (29), tcp_rtt_estimator as in 3.6 (40)
export const tcp_ack = text(0xc102c8e0, 4675, 139, 15, 21); // functions.json fall-through
export const tcp_valid_rtt_meas = text(0xc14970c0, 256, 40, 4, 3); // as 3.6: trace connect_others0
export const tcp_init_buffer_space = text(0xc102b230, 456, 105, 4, 6); // estimate 91 to 125: tcp_fixup_rcvbuf() has no loop any more; functions.json has 125 for all paths
export const tcp_urg = text(0xc10287d0, 432, 20, 5, 4); // functions.json fall-through
export const tcp_data_queue = text(0xc102e380, 3298, 20, 4, 7); // estimate: as in 3.6, 20 of 802; here of 798
export const tcp_data_queue_data = part(tcp_data_queue, 192, 512, 90, 6, 8); // as 3.6: estimate: data in order
export const tcp_fin = text(0xc102e1f0, 390, 48, 2, 5); // estimate: as in 3.6, 50 of 91; here of 87
export const tcp_reset = text(0xc102dc80, 337, 75, 4, 7); // functions.json fall-through
export const tcp_initialize_rcv_mss = text(0xc1026f90, 61, 17, 1, 0); // functions.json fall-through
export const tcp_check_space = text(0xc1027610, 170, 4, 2, 0); // estimate: as in 3.6, 4 of 52; here of 47
export const inet_reqsk_alloc = text(0xc1028410, 199, 51, 5, 6); // functions.json fall-through
export const tcp_conn_request = text(0xc1029380, 2120, 45, 8, 12); // functions.json fall-through: up to the decision
export const tcp_conn_request_answer = part(tcp_conn_request, 128, 1200, 240, 24, 40); // estimate: the same share of functions.json (522) as 3.6's tcp_v4_conn_request has
export const tcp_syn_flood_action = part(tcp_conn_request, 1600, 96, 28, 2, 2); // by hand: inlined
export const tcp_oow_rate_limited = text(0xc102dc10, 97, 29, 5, 3); // functions.json fall-through
export const tcp_init_cwnd = text(0xc102b6d0, 42, 14, 1, 0); // functions.json fall-through
export const tcp_clean_rtx_queue = part(tcp_ack, 640, 384, 149, 8, 8); // estimate: 3.6's 130, by the sizes of both
export const tcp_rcv_synsent_state_process = part(tcp_rcv_state_process, 832, 640, 258, 6, 12); // estimate: 3.6's 200, by the sizes of both

// net/ipv4/tcp_metrics.c
export const tcp_init_metrics = block(0xc14a4610, 832, 109, 21, 4, 10, 12, 0, 3, 0); // estimate: 3.6's, +-30 %: trace connect_others0: tcp_get_metrics

// kernel/time/timekeeping.c
export const get_seconds = text(0xc1356020, 16, 2, 1, 0); // as 3.6: trace connect_others0

// net/ipv4/tcp_cubic.c
export const bictcp_init = block(0xc14bcc40, 1152, 204, 18, 18, 32, 32, 0, 4, 0); // estimate: 3.6's, +-30 %: trace connect_others0: ktime_get_real

// net/ipv4/tcp_minisocks.c
export const tcp_check_req = text(0xc1033ed0, 1250, 75, 15, 17); // estimate: as in 3.6, 66 of 273; here of 311
export const tcp_check_req_in_window = part(tcp_check_req, 384, 128, 30, 4, 5); // estimate: 3.6's 26, by the sizes of both
export const tcp_check_req_child = part(tcp_check_req, 512, 192, 42, 5, 3); // estimate: 3.6's 37, by the sizes of both
export const tcp_create_openreq_child = text(0xc1033b00, 973, 171, 6, 9); // functions.json fall-through
export const tcp_child_process = text(0xc10343c0, 263, 57, 5, 4); // functions.json fall-through
export const tcp_openreq_init_rwin = text(0xc1033960, 256, 81, 8, 12); // functions.json fall-through
export const tcp_ca_openreq_child = text(0xc1033a60, 159, 26, 3, 3); // functions.json fall-through
export const tcp_timewait_state_process = text(0xc10344d0, 856, 80, 9, 8); // estimate: as in 3.6, 80 of 223; here of 222
export const tcp_time_wait = text(0xc1034830, 461, 102, 3, 8); // estimate: as in 3.6, 110 of 130; here of 120

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
export const kvfree = text(0xc100da30, 61, 11, 0, 0); // functions.json fall-through

// arch/x86/kernel/apic/apic.c
export const apic_timer_interrupt = block(0xc14ffd8c, 8192, 3300, 560, 150, 620, 560, 14, 120, 40); // estimate: 3.6's, +-30 %

// fs/fcntl.c
export const sys_dup = text(0xc1011880, 111, 29, 6, 7); // functions.json fall-through

// fs/select.c
export const sys_poll = text(0xc13b31e0, 2816, 260, 40, 50); // as 3.6: estimate, with do_sys_poll(): no facts

// net/ipv4/inet_timewait_sock.c
export const __inet_twsk_kill = text(0xc148a280, 215, 56, 5, 7); // as 3.6: functions.json fall-through
export const __inet_twsk_hashdance = text(0xc1020bb0, 223, 72, 5, 8); // functions.json fall-through
export const inet_twsk_free = text(0xc10210b0, 45, 15, 1, 2); // functions.json fall-through
export const inet_twsk_alloc = text(0xc1020c90, 264, 79, 6, 9); // functions.json fall-through
export const inet_twsk_deschedule = text(0xc148a7f0, 122, 27, 2, 3); // as 3.6: functions.json fall-through
export const inet_twsk_schedule = text(0xc148a870, 374, 56, 7, 6); // as 3.6: functions.json fall-through
export const tw_timer_handler = text(0xc1020f30, 41, 6, 0, 0); // functions.json fall-through
export const inet_twsk_kill = text(0xc1020e90, 156, 50, 3, 6); // functions.json fall-through
