// Where Linux 1.2.13 keeps its code, and what it costs: a row for each function (text), for each loop or branch that is
// charged apart (part) and for each measured block (block). The columns are explained in machine/text.ts.
// No kernel of 1995 was traced: figures are those of facts/functions.json (gcc 11, -march=i486) on the main path, or
// estimates (+-30 %); a row's comment says which. Bytes are those of the main path. Addresses: the objects as linked,
// each function on 16 bytes, from 1 MiB up (tools/facts.mjs); what functions.json does not know stands behind them.
import { block, part, text } from "../machine/text";

// arch/i386/kernel/entry.S, arch/i386/mm/fault.c
export const system_call = text(0xc0130000, 133, 38, 17, 19); // estimate: not in functions.json
export const verify_area = text(0xc0130090, 119, 34, 5, 6); // estimate: not in functions.json
export const do_gettimeofday = text(0xc0130110, 210, 60, 8, 8); // estimate: not in functions.json; reads the timer chip: two port accesses

// kernel/sched.c
export const add_timer = text(0xc01301f0, 84, 24, 6, 5); // estimate: not in functions.json
export const add_timer_turn = part(add_timer, 84, 11, 3, 0, 0); // estimate: not in functions.json
export const del_timer = text(0xc0130250, 77, 22, 6, 5); // estimate: not in functions.json
export const timer_bh = text(0xc01302a0, 42, 12, 3, 3); // estimate: not in functions.json
export const timer_bh_turn = part(timer_bh, 42, 56, 16, 2, 3); // estimate: not in functions.json
export const wake_up_interruptible = text(0xc0130310, 32, 9, 3, 2); // estimate: not in functions.json; nobody sleeps

// mm/kmalloc.c
export const kmalloc = text(0xc01010b0, 245, 66, 14, 16); // estimate: main path, of 206 in functions.json
export const kmalloc_order_turn = part(kmalloc, 245, 15, 4, 0, 0); // get_order(): estimate
export const kmalloc_page = part(kmalloc, 260, 111, 30, 6, 8); // estimate: a new page
export const kmalloc_block_turn = part(kmalloc, 371, 19, 5, 0, 0); // estimate: a block of it
export const kfree_s = text(0xc01013b0, 209, 62, 10, 14); // estimate: main path, of 136 in functions.json
export const kfree_s_page = part(kfree_s, 209, 54, 16, 3, 4); // estimate: the page is all free
export const kfree_s_turn = part(kfree_s, 263, 13, 4, 0, 0); // estimate: search of the free list

// mm/swap.c
export const __get_free_pages = text(0xc0130330, 161, 46, 9, 9); // estimate: not in functions.json
export const free_pages = text(0xc01303e0, 140, 40, 8, 8); // estimate: not in functions.json

// fs/inode.c
export const get_empty_inode = text(0xc0130470, 154, 44, 8, 9); // estimate: not in functions.json
export const get_empty_inode_turn = part(get_empty_inode, 154, 32, 9, 1, 0); // estimate: not in functions.json
export const clear_inode = text(0xc0130530, 105, 30, 6, 7); // estimate: not in functions.json
export const grow_inodes = text(0xc01305a0, 84, 24, 5, 6); // estimate: not in functions.json
export const grow_inodes_turn = part(grow_inodes, 84, 35, 10, 0, 0); // estimate: not in functions.json
export const iput = text(0xc0130620, 105, 30, 5, 5); // estimate: not in functions.json

// fs/file_table.c, fs/open.c, fs/fcntl.c
export const get_empty_filp = text(0xc0130690, 91, 26, 5, 6); // estimate: not in functions.json
export const get_empty_filp_turn = part(get_empty_filp, 91, 21, 6, 0, 0); // estimate: not in functions.json
export const grow_files = text(0xc0130700, 63, 18, 4, 5); // estimate: not in functions.json
export const grow_files_turn = part(grow_files, 63, 32, 9, 0, 0); // estimate: not in functions.json
export const sys_close = text(0xc0130760, 60, 17, 3, 3); // estimate: not in functions.json
export const close_fp = text(0xc01307a0, 91, 26, 6, 7); // estimate: not in functions.json
export const sys_dup = text(0xc0130800, 56, 16, 4, 4); // estimate: not in functions.json
export const sys_dup_turn = part(sys_dup, 56, 14, 4, 0, 0); // estimate: not in functions.json
export const sys_open = block(0xc0130850, 1200, 700, 140, 60, 60, 60, 0, 30, 12); // estimate: a path of two components

// net/socket.c
export const sys_socketcall = text(0xc0101e90, 145, 40, 4, 11); // estimate: one case, of 819 in functions.json
export const sock_socket = text(0xc0101b60, 139, 50, 9, 14); // estimate: main path, of 77 in functions.json
export const sock_socket_turn = part(sock_socket, 139, 17, 6, 0, 0); // estimate: search of the family
export const sock_alloc = text(0xc01019b0, 153, 27, 1, 1); // functions.json fall-through
export const get_fd = text(0xc0101730, 118, 31, 4, 4); // functions.json fall-through
export const get_fd_turn = part(get_fd, 118, 15, 4, 0, 0); // estimate: a descriptor that is taken
export const sock_bind = text(0xc0130d00, 105, 30, 8, 8); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_listen = text(0xc0130d70, 84, 24, 6, 6); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_accept = text(0xc0130dd0, 217, 62, 16, 16); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_connect = text(0xc0130eb0, 126, 36, 9, 9); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_getsockname = text(0xc0130f30, 98, 28, 7, 7); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_getpeername = text(0xc0130fa0, 98, 28, 7, 7); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_send = text(0xc0131010, 119, 34, 9, 9); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_recv = text(0xc0131090, 119, 34, 9, 9); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_setsockopt_fd = text(0xc0131110, 77, 22, 6, 6); // net/socket.c's sock_setsockopt(): estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_getsockopt_fd = text(0xc0131160, 84, 24, 6, 6); // net/socket.c's sock_getsockopt(): estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const sock_shutdown = text(0xc01311c0, 70, 20, 5, 5); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const move_addr_to_kernel = text(0xc0101890, 77, 30, 7, 7); // estimate: main path, of 40 in functions.json
export const move_addr_to_user = text(0xc0101900, 80, 31, 6, 9); // functions.json fall-through
export const sock_close = text(0xc0101c40, 45, 16, 3, 7); // functions.json fall-through
export const sock_fasync = text(0xc01017c0, 92, 34, 9, 8); // estimate: main path, of 75 in functions.json
export const sock_release = text(0xc0101a60, 160, 52, 5, 13); // functions.json fall-through
export const sock_wake_async = text(0xc0101c80, 26, 7, 2, 0); // functions.json: nobody asked for signals, of 52 in functions.json
export const sock_select = text(0xc01015d0, 44, 16, 4, 4); // functions.json fall-through

// net/inet/af_inet.c
export const inet_create = text(0xc0104390, 917, 176, 8, 14); // estimate: main path, of 214 in functions.json
export const inet_dup = text(0xc01047f0, 26, 7, 1, 1); // functions.json fall-through
export const inet_release = text(0xc01030f0, 201, 60, 5, 13); // estimate: main path, of 81 in functions.json
export const inet_bind = text(0xc01037d0, 296, 82, 8, 10); // functions.json fall-through
export const inet_bind_turn = part(inet_bind, 296, 22, 6, 0, 0); // estimate: an entry of the slot
export const inet_listen = text(0xc0103990, 70, 19, 5, 2); // functions.json fall-through
export const inet_autobind = text(0xc0131210, 77, 22, 5, 6); // estimate: gcc 11 inlines it (functions.json), gcc 2 did not
export const get_new_socknum = text(0xc01032c0, 156, 44, 9, 7); // estimate: main path, of 97 in functions.json
export const get_new_socknum_turn = part(get_new_socknum, 156, 39, 11, 1, 0); // estimate: a slot
export const get_new_socknum_chain = part(get_new_socknum, 195, 11, 3, 0, 0); // estimate: a socket in it
export const sk_inuse_turn = part(get_new_socknum, 206, 18, 5, 0, 0); // estimate
export const put_sock = text(0xc0103420, 100, 32, 9, 8); // estimate: main path, of 98 in functions.json
export const put_sock_insert = part(put_sock, 100, 75, 24, 5, 1); // estimate: the slot is taken
export const put_sock_mask = part(put_sock, 175, 22, 7, 2, 0); // estimate: a byte of the address
export const put_sock_turn = part(put_sock, 197, 19, 6, 1, 0); // estimate: an entry passed
export const remove_sock = text(0xc0102d40, 94, 29, 6, 5); // functions.json fall-through
export const remove_sock_turn = part(remove_sock, 94, 13, 4, 0, 0); // estimate
export const destroy_sock = text(0xc0103f60, 484, 166, 17, 44); // functions.json fall-through
export const inet_accept = text(0xc01041e0, 214, 60, 8, 9); // estimate: main path, of 118 in functions.json
export const inet_connect = text(0xc0103560, 273, 65, 8, 10); // functions.json fall-through
export const inet_getname = text(0xc0103060, 98, 27, 6, 1); // functions.json fall-through
export const inet_send = text(0xc0103ce0, 105, 32, 9, 9); // functions.json fall-through
export const inet_recv = text(0xc0103b10, 93, 30, 7, 10); // functions.json fall-through
export const inet_recvfrom = text(0xc0103be0, 131, 41, 14, 14); // functions.json fall-through
export const inet_shutdown = text(0xc0102c50, 137, 39, 6, 6); // functions.json fall-through
export const inet_select = text(0xc0102d10, 35, 10, 2, 1); // functions.json, whole function
export const inet_setsockopt = text(0xc0102e40, 45, 10, 2, 1); // functions.json fall-through
export const inet_getsockopt = text(0xc0102e00, 45, 10, 2, 1); // functions.json fall-through
export const get_sock = text(0xc0104810, 83, 26, 6, 4); // estimate: main path, of 82 in functions.json
export const get_sock_turn = part(get_sock, 83, 51, 16, 2, 0); // estimate: an entry of the slot
export const def_callback1 = text(0xc0103200, 31, 8, 2, 1); // functions.json, whole function
export const def_callback2 = text(0xc0103270, 74, 19, 4, 5); // whole function, of 19 in functions.json
export const def_callback3 = text(0xc0103220, 71, 23, 7, 6); // whole function, of 23 in functions.json

// net/inet/ip.c, net/inet/route.c, net/inet/devinet.c
export const ip_build_header = text(0xc0105630, 293, 85, 17, 19); // functions.json fall-through
export const ip_queue_xmit = text(0xc01058e0, 446, 126, 20, 17); // functions.json fall-through
export const ip_rt_route = text(0xc0131260, 105, 30, 5, 5); // estimate: not in functions.json; the first entries of the routing table
export const ip_chk_addr = text(0xc01312d0, 126, 36, 5, 5); // estimate: not in functions.json
export const ip_my_addr = text(0xc0131350, 35, 10, 2, 1); // estimate: not in functions.json

// net/inet/dev.c, net/inet/ip.c: reception and transmission
export const net_bh = block(0xc0131380, 1100, 270, 62, 24, 20, 26, 0, 9, 4); // estimate: net_bh 60, ip_rcv 160 of 766 in functions.json, its checksum
export const dev_queue_xmit = block(0xc01317d0, 900, 190, 44, 26, 18, 20, 0, 8, 4); // estimate: dev_queue_xmit 70, a driver's hard_start_xmit 120

// net/inet/skbuff.c
export const alloc_skb = text(0xc0106320, 208, 53, 6, 6); // functions.json fall-through
export const kfree_skb = text(0xc01061c0, 118, 40, 7, 11); // functions.json fall-through
export const kfree_skbmem = text(0xc0106420, 54, 23, 7, 7); // functions.json fall-through
export const skb_device_locked = text(0xc0106620, 17, 5, 2, 0); // functions.json, whole function

// net/inet/sock.c
export const sock_setsockopt = text(0xc0106640, 209, 40, 7, 7); // estimate: main path, of 131 in functions.json
export const sock_getsockopt = text(0xc01068f0, 214, 48, 9, 9); // estimate: main path, of 111 in functions.json
export const sock_wmalloc = text(0xc0106ae0, 86, 36, 10, 8); // functions.json fall-through
export const sock_rspace = text(0xc0106bc0, 82, 24, 3, 1); // functions.json fall-through
export const sock_wspace = text(0xc0106c30, 45, 14, 2, 0); // functions.json fall-through
export const sock_wfree = text(0xc0106c70, 74, 29, 8, 8); // functions.json fall-through
export const sock_rfree = text(0xc0106cd0, 48, 24, 9, 7); // functions.json fall-through
export const release_sock = text(0xc0106ef0, 108, 39, 9, 7); // functions.json fall-through

// net/inet/timer.c
export const delete_timer = text(0xc010d920, 39, 15, 5, 5); // functions.json fall-through
export const reset_timer = text(0xc010d950, 94, 32, 10, 10); // functions.json fall-through
export const net_timer = text(0xc010d9b0, 164, 49, 4, 12); // functions.json fall-through
export const net_timer_close = part(net_timer, 164, 81, 24, 3, 7); // estimate: TIME_CLOSE

// net/inet/tcp.c
export const reset_xmit_timer = text(0xc0107110, 70, 25, 5, 8); // functions.json fall-through
export const tcp_set_state = text(0xc0107600, 80, 18, 3, 2); // estimate: main path, of 23 in functions.json
export const tcp_select_window = text(0xc0107cd0, 92, 27, 3, 3); // functions.json fall-through
export const tcp_accept = text(0xc01077a0, 256, 84, 18, 14); // estimate: main path, of 139 in functions.json
export const tcp_find_established_turn = part(tcp_accept, 256, 18, 6, 0, 0); // estimate: a socket of the queue
export const tcp_time_wait = text(0xc0107950, 77, 24, 2, 8); // functions.json fall-through
export const tcp_std_reset = text(0xc01079a0, 137, 39, 3, 10); // functions.json fall-through
export const tcp_write_timeout = text(0xc0107a30, 103, 26, 3, 4); // estimate: main path, of 71 in functions.json
export const tcp_fin = text(0xc0107b50, 164, 46, 6, 9); // estimate: main path, of 106 in functions.json
export const tcp_check = text(0xc0107e60, 115, 46, 8, 3); // estimate: main path, of 75 in functions.json
export const tcp_check_turn = part(tcp_check, 115, 45, 18, 0, 0); // eight words: counted in the loop
export const tcp_send_check = text(0xc010d020, 44, 16, 6, 6); // functions.json fall-through
export const tcp_do_retransmit = text(0xc0107f20, 340, 104, 7, 25); // functions.json fall-through
export const tcp_retransmit_time = text(0xc0108090, 129, 35, 5, 9); // functions.json fall-through
export const tcp_retransmit = text(0xc01081f0, 174, 42, 5, 9); // functions.json fall-through, of 52 in functions.json
export const retransmit_timer = text(0xc010c040, 306, 84, 11, 22); // estimate: main path, of 150 in functions.json
export const tcp_send_skb = text(0xc01082d0, 299, 88, 9, 10); // functions.json fall-through
export const tcp_send_fin = text(0xc01085c0, 431, 139, 10, 35); // functions.json fall-through
export const tcp_shutdown = text(0xc0108860, 235, 59, 5, 8); // functions.json fall-through
export const tcp_close = text(0xc0108a20, 306, 84, 11, 17); // estimate: main path, of 207 in functions.json
export const tcp_close_pending_turn = part(tcp_close, 306, 58, 16, 3, 5); // tcp_close_pending(): estimate
export const tcp_send_ack = text(0xc0108d20, 407, 110, 12, 34); // functions.json fall-through
export const tcp_write_xmit = text(0xc0108ff0, 411, 121, 9, 24); // functions.json fall-through
export const tcp_reset = text(0xc01091e0, 305, 100, 15, 32); // functions.json fall-through
export const tcp_conn_request = text(0xc0109360, 1251, 316, 22, 60); // functions.json fall-through
export const tcp_options = text(0xc0106ff0, 93, 26, 6, 5); // estimate: main path, of 78 in functions.json
export const tcp_options_turn = part(tcp_options, 93, 43, 12, 0, 0); // estimate: an option
export const tcp_rcv = text(0xc0109a00, 490, 130, 18, 24); // estimate: down to the sequence test, get_sock() apart, of 2443 in functions.json
export const tcp_rcv_listen = part(tcp_rcv, 490, 83, 22, 3, 4); // estimate: the listener's case
export const tcp_sequence = part(tcp_rcv, 573, 98, 26, 2, 0); // inlined: estimate
export const tcp_ack = part(tcp_rcv, 671, 566, 150, 14, 12); // inlined: estimate, of some 700
export const tcp_ack_clean = part(tcp_rcv, 1237, 226, 60, 5, 6); // estimate: a buffer is acknowledged
export const tcp_data = part(tcp_rcv, 1463, 415, 110, 12, 16); // inlined: estimate, of some 500
export const tcp_data_turn = part(tcp_rcv, 1878, 45, 12, 2, 0); // estimate: a segment of the queue
export const tcp_data_empty = part(tcp_rcv, 1923, 60, 16, 2, 2); // inlined: estimate, no data
export const tcp_syn_sent = part(tcp_rcv, 1983, 264, 70, 8, 12); // estimate
export const tcp_read_wakeup = text(0xc010c270, 375, 108, 7, 32); // functions.json fall-through
export const tcp_write_wakeup = text(0xc010be00, 90, 31, 6, 5); // functions.json fall-through
export const tcp_send_probe0 = text(0xc010d900, 18, 5, 2, 0); // functions.json fall-through
export const cleanup_rbuf = text(0xc010c430, 230, 70, 8, 16); // estimate: main path, of 136 in functions.json
export const cleanup_rbuf_turn = part(cleanup_rbuf, 230, 33, 10, 1, 2); // estimate: a buffer that was read
export const tcp_read = text(0xc010c5f0, 439, 110, 20, 22); // estimate: main path, of 333 in functions.json
export const tcp_read_turn = part(tcp_read, 439, 160, 40, 6, 6); // estimate: a buffer
export const tcp_connect = text(0xc010cb90, 861, 210, 14, 52); // functions.json fall-through
export const tcp_write = text(0xc010d110, 328, 90, 16, 22); // estimate: main path, of 523 in functions.json
export const tcp_write_turn = part(tcp_write, 328, 401, 110, 18, 26); // estimate: a segment
export const tcp_dequeue_partial = text(0xc010d050, 47, 23, 7, 7); // functions.json fall-through
export const tcp_select = text(0xc0107170, 168, 49, 9, 5); // functions.json fall-through
export const tcp_setsockopt = text(0xc0107670, 83, 31, 8, 8); // functions.json fall-through
export const tcp_getsockopt = text(0xc0107700, 117, 37, 9, 13); // functions.json fall-through
