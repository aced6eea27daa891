// net/inet/af_inet.c of Linux 1.2.13. All sockets of a protocol, listening, half-open or connected, hang in one array of
// 256 lists by the local port; exclusion is cli() and sti(). Left out: IP multicast, SOCK_PACKET's own protocol (a raw
// one here), lingering in close() (it does not wait).
//
// Where the process would sleep, the call ends instead: accept() with EAGAIN, connect() with EINPROGRESS. Everything else
// is as for a blocking descriptor.
import { Option, setPeer } from "../abi";
import { exec, ld, runOn, st, turn } from "../machine/cpu";
import { peek } from "../machine/ram";
import { BACKLOG_CAP, BACKLOG_CAP_MOST, SOCK_ARRAY_SIZE } from "./config";
import {
  EACCES,
  EADDRINUSE,
  EADDRNOTAVAIL,
  EAGAIN,
  EALREADY,
  EINPROGRESS,
  EINVAL,
  EIO,
  ENOBUFS,
  ENOTCONN,
  EOPNOTSUPP,
  EPERM,
  EPIPE,
  EPROTONOSUPPORT,
  ESOCKTNOSUPPORT,
} from "./errno";
import { IS_MULTICAST, IS_MYADDR, ip_chk_addr, ip_my_addr } from "./ip";
import { kfree_s, kmalloc } from "./kmalloc";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { firstSock, raw_prot, slotOf, tcp_prot, udp_prot } from "./proto";
import { del_timer, init_timer, NET_TIMER, suser, wake_up_interruptible } from "./sched";
import { FREE_READ, FREE_WRITE, kfree_skb, skb_dequeue, skb_queue_head_init, skb_unlink } from "./skbuff";
import { release_sock, SEND_SHUTDOWN, SHUTDOWN_MASK, SK_MEM_MAX, sock_getsockopt, sock_setsockopt } from "./sock";
import { sock_wake_async } from "./socket";
import { proto, sk_buff, sock as sock_, socket } from "./structs";
import { cli, restore_flags, save_flags, sti } from "./system";
import * as map from "./system_map";
import { tcp_accept, tcp_close, tcp_connect, tcp_read, tcp_select, tcp_shutdown, tcp_sockopt, tcp_write } from "./tcp";
import { tcp_connected, tcp_dequeue_partial } from "./tcp_output";
import { TCP_CLOSE, TCP_ESTABLISHED, TCP_FIN_WAIT2, TCP_LISTEN, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp_states";
import { TCP_TIMEOUT_INIT } from "./tcp_timer";
import { delete_timer, reset_timer, SOCK_DESTROY_TIME, TIME_DESTROY } from "./timer";

export const SOCK: u32 = 368; // sizeof(struct sock)
const IPPROTO_TCP: i32 = 6;
const IPPROTO_UDP: i32 = 17;
export const SOCK_STREAM: u16 = 1;
export const SOCK_DGRAM: u16 = 2;
export const SOCK_RAW: u16 = 3;
export const SOCK_SEQPACKET: u16 = 5;
export const SOCK_PACKET: u16 = 10;
export const SS_UNCONNECTED: u32 = 1;
export const SS_CONNECTING: u32 = 2;
export const SS_CONNECTED: u32 = 3;
const PROT_SOCK: u32 = 1024;

const NUM: u32 = 180; // offsetof(struct sock, num)
const NEXT: u32 = 72; // offsetof(struct sock, next)
const DADDR: u32 = 152; // offsetof(struct sock, daddr)
const SADDR: u32 = 156; // offsetof(struct sock, saddr)
const STATE: u32 = 209; // offsetof(struct sock, state)
const TH_DEST: u32 = 234; // offsetof(struct sock, dummy_th.dest)

/** get_new_socknum()'s static variable. */
let start: u32 = 0;
/** What inet_listen() lets a backlog be at most: an immediate of its code, so it costs nothing to read. */
export let backlogCap: i32 = 0;

export function bootInet(): void {
  start = staticData(4);
  backlogCap = BACKLOG_CAP;
}

/** More than 128 is 128: the field is a byte, and 1.2.13 goes no further. */
export function setBacklogCap(cap: i32): void {
  backlogCap = min(max(cap, 0), BACKLOG_CAP_MOST);
}

// ---- The sock_array

/** Inlined. */
function sk_inuse(prot: proto, num: u32): bool {
  let sk = changetype<sock_>(ld<u32>(slotOf(prot, num & (SOCK_ARRAY_SIZE - 1)), 0));
  while (turn(map.sk_inuse_turn, changetype<usize>(sk) != 0)) {
    if (sk.num == <u16>num) return true;
    sk = changetype<sock_>(sk.next);
  }
  return false;
}

/** A port that nobody has: of the first empty slot, else of the shortest one. */
export function get_new_socknum(prot: proto, wanted: u16): u16 {
  exec(map.get_new_socknum);
  let base = <u32>wanted;
  if (base == 0) base = PROT_SOCK + 1 + (ld<u32>(start, 0) % 1024);
  if (base <= PROT_SOCK) base += PROT_SOCK + (ld<u32>(start, 0) % 1024);
  let best: u32 = 0;
  let size: u32 = 32767;
  let i: u32 = 0;
  while (turn(map.get_new_socknum_turn, i < SOCK_ARRAY_SIZE)) {
    let length: u32 = 0;
    let sk = ld<u32>(slotOf(prot, (i + base + 1) & (SOCK_ARRAY_SIZE - 1)), 0);
    while (turn(map.get_new_socknum_chain, sk != 0)) {
      sk = changetype<sock_>(sk).next;
      length++;
    }
    if (length == 0) {
      st<u32>(start, 0, (i + 1 + ld<u32>(start, 0)) % 1024);
      return <u16>(i + base + 1);
    }
    if (length < size) {
      best = i;
      size = length;
    }
    i++;
  }
  while (sk_inuse(prot, (base + best + 1) & 0xffff)) best += SOCK_ARRAY_SIZE;
  return <u16>(best + base + 1);
}

/** Puts a socket into its port's list: before the first one whose address is no more specific than its own. */
export function put_sock(num: u16, sk: sock_): void {
  exec(map.put_sock);
  sk.num = num;
  sk.next = 0;
  const prot = changetype<proto>(sk.prot);
  const slot = slotOf(prot, <u32>num & (SOCK_ARRAY_SIZE - 1));
  const me = <u32>changetype<usize>(sk);
  save_flags();
  cli();
  prot.inuse = prot.inuse + 1;
  if (prot.highestinuse < prot.inuse) prot.highestinuse = prot.inuse;
  if (ld<u32>(slot, 0) == 0) {
    st<u32>(slot, 0, me);
    restore_flags();
    return;
  }
  restore_flags();
  exec(map.put_sock_insert);
  const mask = maskOf(sk.saddr);
  cli();
  const first = ld<u32>(slot, 0);
  let before = first;
  let at = first;
  while (turn(map.put_sock_turn, at != 0 && (changetype<sock_>(at).saddr & mask) != 0)) {
    before = at;
    at = changetype<sock_>(at).next;
  }
  sk.next = at;
  if (at == first) st<u32>(slot, 0, me);
  else changetype<sock_>(before).next = me;
  sti(); // whatever it was before
}

/** The part of an address (network order) that tells how specific it is: none of it for most. */
function maskOf(saddr: u32): u32 {
  let mask: i32 = <i32>0xff000000;
  while (turn(map.put_sock_mask, mask != -1)) {
    const part = <u32>mask & saddr;
    if (part != 0 && part != <u32>mask) return <u32>(mask << 8);
    mask = (mask >> 8) | mask;
  }
  return <u32>mask;
}

/** Takes a socket out of its port's list, if it is there. */
export function remove_sock(sk: sock_): void {
  exec(map.remove_sock);
  const prot = changetype<proto>(sk.prot);
  const me = <u32>changetype<usize>(sk);
  save_flags();
  cli();
  const slot = slotOf(prot, <u32>sk.num & (SOCK_ARRAY_SIZE - 1));
  const first = ld<u32>(slot, 0);
  if (first == me) {
    prot.inuse = prot.inuse - 1;
    st<u32>(slot, 0, sk.next);
    restore_flags();
    return;
  }
  let at = first;
  while (turn(map.remove_sock_turn, at != 0 && changetype<sock_>(at).next != me)) at = changetype<sock_>(at).next;
  if (at != 0) {
    prot.inuse = prot.inuse - 1;
    changetype<sock_>(at).next = sk.next;
  }
  restore_flags();
}

/**
 * The socket for a segment to `num` (ports in network order, as addresses are). Each of local address, peer and peer's
 * port that a socket has must match and counts one: three is taken at once, else the first of the best.
 */
export function get_sock(prot: proto, num: u16, raddr: u32, rnum: u16, laddr: u32): u32 {
  exec(map.get_sock);
  const hnum = bswap<u16>(num);
  let result: u32 = 0;
  let badness = -1;
  let at = ld<u32>(slotOf(prot, <u32>hnum & (SOCK_ARRAY_SIZE - 1)), 0);
  while (turn(map.get_sock_turn, at != 0)) {
    const score = scoreOf(changetype<sock_>(at), hnum, raddr, rnum, laddr);
    if (score == 3) return at;
    if (score > badness) {
      result = at;
      badness = score;
    }
    at = changetype<sock_>(at).next;
  }
  return result;
}

/** -1: it is not meant. */
function scoreOf(s: sock_, hnum: u16, raddr: u32, rnum: u16, laddr: u32): i32 {
  if (s.num != hnum) return -1;
  if (s.dead != 0 && s.state == TCP_CLOSE) return -1;
  let score = 0;
  const saddr = s.saddr;
  if (saddr != 0) {
    if (saddr != laddr) return -1;
    score++;
  }
  const daddr = s.daddr;
  if (daddr != 0) {
    if (daddr != raddr) return -1;
    score++;
  }
  const dest = s.dummy_th.dest;
  if (dest != 0) {
    if (dest != rnum) return -1;
    score++;
  }
  return score;
}

// ---- Waking: what sk->state_change, data_ready, write_space and error_report point to

export function def_callback1(sk: sock_): void {
  exec(map.def_callback1);
  if (sk.dead == 0) wake_up_interruptible(sk.sleep);
}

export function def_callback2(sk: sock_): void {
  exec(map.def_callback2);
  if (sk.dead != 0) return;
  wake_up_interruptible(sk.sleep);
  sock_wake_async(changetype<socket>(sk.socket));
}

export function def_callback3(sk: sock_): void {
  exec(map.def_callback3);
  if (sk.dead != 0) return;
  wake_up_interruptible(sk.sleep);
  sock_wake_async(changetype<socket>(sk.socket));
}

// ---- Making and ending

/** The protocol of a type; 0 with the error in `failure`. */
function protocolOf(type: u16, protocol: i32): u32 {
  if (type == SOCK_STREAM || type == SOCK_SEQPACKET) {
    if (protocol == 0 || protocol == IPPROTO_TCP) return tcp_prot;
    failure = -EPROTONOSUPPORT;
  } else if (type == SOCK_DGRAM) {
    if (protocol == 0 || protocol == IPPROTO_UDP) return udp_prot;
    failure = -EPROTONOSUPPORT;
  } else if (type == SOCK_RAW || type == SOCK_PACKET) {
    if (!suser()) failure = -EPERM;
    else if (protocol != 0) return raw_prot;
    else failure = -EPROTONOSUPPORT;
  } else failure = -ESOCKTNOSUPPORT;
  return 0;
}

let failure: i32 = 0;

/** Makes the struct sock of a socket, field by field: what is not named here keeps what was in its memory before. */
export function inet_create(sock: socket, protocol: i32): i32 {
  exec(map.inet_create);
  const at = kmalloc(SOCK);
  if (at == 0) return -ENOBUFS;
  const sk = changetype<sock_>(at);
  sk.num = 0;
  sk.reuse = 0;
  const type = sock.type;
  const prot = protocolOf(type, protocol);
  if (prot == 0) {
    kfree_s(at, SOCK);
    return failure;
  }
  sk.no_check = 0;
  sk.protocol = <u8>(prot == tcp_prot ? IPPROTO_TCP : prot == udp_prot ? IPPROTO_UDP : protocol);
  if (prot == raw_prot) {
    sk.reuse = 1;
    sk.num = <u16>protocol;
  }
  setUp(sk, sock, type, prot);
  sock.data = at;
  if (sk.num != 0) {
    put_sock(sk.num, sk);
    sk.dummy_th.source = bswap<u16>(sk.num);
  }
  changetype<proto>(prot).init;
  return 0;
}

/** inet_create(), the field by field. */
function setUp(sk: sock_, sock: socket, type: u16, prot: u32): void {
  const at = <u32>changetype<usize>(sk);
  sk.socket = <u32>changetype<usize>(sock);
  sk.nonagle = 0;
  sk.type = type;
  st<u32>(at, 340, 0); // stamp.tv_sec
  sk.wmem_alloc = 0;
  sk.rmem_alloc = 0;
  sk.sndbuf = <u16>SK_MEM_MAX;
  sk.rcvbuf = <u16>SK_MEM_MAX;
  sk.pair = 0;
  sk.opt = 0;
  sk.write_seq = 0;
  sk.acked_seq = 0;
  sk.copied_seq = 0;
  sk.fin_seq = 0;
  sk.urg_seq = 0;
  sk.urg_data = 0;
  sk.proc = 0;
  sk.rtt = 0;
  sk.rto = TCP_TIMEOUT_INIT;
  sk.mdev = 0;
  sk.backoff = 0;
  sk.packets_out = 0;
  sk.cong_window = 1;
  sk.cong_count = 0;
  sk.ssthresh = 0;
  sk.max_window = 0;
  sk.urginline = 0;
  sk.intr = 0;
  sk.linger = 0;
  sk.destroy = 0;
  sk.priority = 1;
  sk.shutdown = 0;
  sk.keepopen = 0;
  sk.zapped = 0;
  sk.done = 0;
  sk.ack_backlog = 0;
  sk.window = 0;
  sk.bytes_rcv = 0;
  sk.state = TCP_CLOSE;
  sk.dead = 0;
  sk.ack_timed = 0;
  sk.partial = 0;
  sk.user_mss = 0;
  sk.debug = 0;
  sk.max_unacked = 2048;
  sk.max_ack_backlog = 0;
  sk.inuse = 0;
  sk.delay_acks = 0;
  skb_queue_head_init(sk.write_queue);
  skb_queue_head_init(sk.receive_queue);
  sk.mtu = 576;
  sk.prot = prot;
  sk.sleep = sock.wait;
  sk.daddr = 0;
  sk.saddr = 0;
  sk.err = 0;
  sk.next = 0;
  sk.pair = 0;
  sk.send_tail = 0;
  sk.send_head = 0;
  sk.timeout = 0;
  sk.broadcast = 0;
  sk.localroute = 0;
  init_timer(sk.timer);
  init_timer(sk.retransmit_timer);
  sk.timer.data = at;
  sk.timer.function_ = NET_TIMER;
  skb_queue_head_init(sk.back_log);
  sk.blog = 0;
  const th = sk.dummy_th;
  th.res1_bits = 0x50;
  th.urg_ptr = 0;
  th.fin_bits = 0;
  th.dest = 0;
  sk.ip_tos = 0;
  sk.ip_ttl = 64;
  sk.state_change = 1;
  sk.data_ready = 2;
  sk.write_space = 3;
  sk.error_report = 1;
}

export function inet_dup(newsock: socket, oldsock: socket): i32 {
  exec(map.inet_dup);
  return inet_create(newsock, changetype<sock_>(oldsock.data).protocol);
}

/** Ends a socket: at once if none of its memory is under way, else later. */
export function destroy_sock(sk: sock_): void {
  exec(map.destroy_sock);
  sk.inuse = 1;
  if (sk.dead == 0) def_callback3(sk);
  remove_sock(sk);
  delete_timer(sk);
  del_timer(sk.retransmit_timer);
  tcp_dequeue_partial(sk);
  for (let at = skb_dequeue(sk.write_queue); at != 0; at = skb_dequeue(sk.write_queue)) {
    kfree_skb(changetype<sk_buff>(at), FREE_WRITE);
  }
  if (sk.dead != 0) dropReceived(sk);
  cli();
  let at = sk.send_head;
  while (at != 0) {
    const skb = changetype<sk_buff>(at);
    if (skb.next != 0 && skb.prev != 0) skb_unlink(skb);
    skb.dev = 0;
    at = skb.link3;
    kfree_skb(skb, FREE_WRITE);
  }
  sk.send_head = 0;
  sti();
  for (let late = skb_dequeue(sk.back_log); late != 0; late = skb_dequeue(sk.back_log)) {
    kfree_skb(changetype<sk_buff>(late), FREE_READ);
  }
  sk.pair;
  if (sk.dead != 0 && sk.rmem_alloc == 0 && sk.wmem_alloc == 0) {
    kfree_s(<u32>changetype<usize>(sk), SOCK);
    return;
  }
  sk.destroy = 1;
  sk.ack_backlog = 0;
  sk.inuse = 0;
  reset_timer(sk, TIME_DESTROY, SOCK_DESTROY_TIME);
}

/** What was received and never read; a listener's are connections. */
function dropReceived(sk: sock_): void {
  const me = <u32>changetype<usize>(sk);
  for (let at = skb_dequeue(sk.receive_queue); at != 0; at = skb_dequeue(sk.receive_queue)) {
    const skb = changetype<sk_buff>(at);
    const owner = skb.sk;
    if (owner != 0 && owner != me) {
      changetype<sock_>(owner).dead = 1;
      tcp_close(changetype<sock_>(owner), 0);
    }
    kfree_skb(skb, FREE_READ);
  }
}

export function inet_release(sock: socket): void {
  exec(map.inet_release);
  const sk = changetype<sock_>(sock.data);
  if (changetype<usize>(sk) == 0) return;
  def_callback1(sk);
  sk.linger;
  if (changetype<proto>(sk.prot).accept != 0) tcp_close(sk, 0);
  else sk.state = TCP_CLOSE; // udp_close(), raw_close()
  sk.dead = 1;
  sk.inuse = 1;
  sock.data = 0;
  release_sock(sk);
  sk.socket = 0;
}

// ---- Naming

/** Family is not looked at. Address in network order. */
export function inet_bind(sock: socket, address: u32, port: u16): i32 {
  exec(map.inet_bind);
  const sk = changetype<sock_>(sock.data);
  if (sk.state != TCP_CLOSE) return -EIO;
  const raw = sock.type == SOCK_RAW;
  let snum = port;
  if (!raw) {
    if (sk.num != 0) return -EINVAL;
    if (snum == 0) snum = get_new_socknum(changetype<proto>(sk.prot), 0);
    if (<u32>snum < PROT_SOCK && !suser()) return -EACCES;
  }
  const kind = ip_chk_addr(address);
  if (address != 0 && kind != IS_MYADDR && kind != IS_MULTICAST) return -EADDRNOTAVAIL;
  sk.saddr = address; // and there it stays, whatever comes
  if (raw) return 0;
  if (taken(sk, snum)) return -EADDRINUSE;
  remove_sock(sk);
  put_sock(snum, sk);
  sk.dummy_th.source = bswap<u16>(sk.num);
  sk.daddr = 0;
  sk.dummy_th.dest = 0;
  return 0;
}

/** Whether a port is somebody's: anybody's without SO_REUSEADDR; with it, that of a listener or a selfish one there. */
function taken(sk: sock_, snum: u16): bool {
  cli();
  let at = ld<u32>(slotOf(changetype<proto>(sk.prot), <u32>snum & (SOCK_ARRAY_SIZE - 1)), 0);
  while (turn(map.inet_bind_turn, at != 0)) {
    const other = changetype<sock_>(at);
    if (other.num == snum) {
      if (sk.reuse == 0 || (other.saddr == sk.saddr && (other.reuse == 0 || other.state == TCP_LISTEN))) {
        sti();
        return true;
      }
    }
    at = other.next;
  }
  sti();
  return false;
}

/** Gives a socket without a port one. 0 or -EAGAIN. */
export function inet_autobind(sk: sock_): i32 {
  exec(map.inet_autobind);
  if (sk.num != 0) return 0;
  const num = get_new_socknum(changetype<proto>(sk.prot), 0);
  sk.num = num;
  if (num == 0) return -EAGAIN;
  put_sock(num, sk);
  sk.dummy_th.source = bswap<u16>(sk.num);
  return 0;
}

/** Leaves the name in abi.ts. */
export function inet_getname(sock: socket, peer: bool): i32 {
  exec(map.inet_getname);
  const sk = changetype<sock_>(sock.data);
  if (peer) {
    if (!tcp_connected(sk.state)) return -ENOTCONN;
    const port = bswap<u16>(sk.dummy_th.dest);
    setPeer(bswap<u32>(sk.daddr), port);
    return 0;
  }
  const port = bswap<u16>(sk.dummy_th.source);
  const saddr = sk.saddr;
  setPeer(bswap<u32>(saddr == 0 ? ip_my_addr() : saddr), port);
  return 0;
}

// ---- Connecting

/** The backlog is a byte. Whoever listens already only gets another backlog; nobody asks what the socket was before. */
export function inet_listen(sock: socket, backlog: i32): i32 {
  exec(map.inet_listen);
  const sk = changetype<sock_>(sock.data);
  if (inet_autobind(sk) != 0) return -EAGAIN;
  sk.max_ack_backlog = <u8>(<u32>backlog > <u32>backlogCap ? backlogCap : backlog);
  if (sk.state != TCP_LISTEN) {
    sk.ack_backlog = 0;
    sk.state = TCP_LISTEN;
  }
  return 0;
}

/** `newsock` has a struct sock of its own by inet_dup(), which nobody needs. */
export function inet_accept(sock: socket, newsock: socket): i32 {
  exec(map.inet_accept);
  const sk1 = changetype<sock_>(sock.data);
  const extra = newsock.data;
  if (extra != 0) {
    newsock.data = 0;
    changetype<sock_>(extra).dead = 1;
    destroy_sock(changetype<sock_>(extra));
  }
  if (changetype<proto>(sk1.prot).accept == 0) return -EOPNOTSUPP;
  sk1.pair;
  const at = tcp_accept(sk1);
  if (at == 0) {
    const error = <i32>sk1.err;
    sk1.err = 0;
    return -error;
  }
  const sk2 = changetype<sock_>(at);
  newsock.data = at;
  sk2.sleep = newsock.wait;
  sk2.socket = <u32>changetype<usize>(newsock);
  newsock.conn = 0;
  cli();
  sk2.state; // never SYN_RECV: tcp_accept() does not return those
  sti();
  if (sk2.state != TCP_ESTABLISHED && sk2.err != 0) {
    const error = <i32>sk2.err;
    sk2.err = 0;
    sk2.dead = 1;
    destroy_sock(sk2);
    newsock.data = 0;
    return -error;
  }
  newsock.state = SS_CONNECTED;
  return 0;
}

/** Takes the error of a socket. */
function takeError(sk: sock_): i32 {
  cli();
  const error = <i32>sk.err;
  sk.err = 0;
  sti();
  return -error;
}

export function inet_connect(sock: socket, family: i32, address: u32, port: u16): i32 {
  exec(map.inet_connect);
  const sk = changetype<sock_>(sock.data);
  sock.conn = 0;
  if (sock.state == SS_CONNECTING) {
    if (tcp_connected(sk.state)) {
      sock.state = SS_CONNECTED;
      return 0;
    }
    if (sk.state <= TCP_FIN_WAIT2) return sk.err != 0 ? takeError(sk) : -EALREADY;
  } else {
    if (inet_autobind(sk) != 0) return -EAGAIN;
    const prot = changetype<proto>(sk.prot);
    if (prot.connect == 0) return -EOPNOTSUPP;
    const result = prot.accept != 0 ? tcp_connect(sk, family, address, port) : udp_connect(sk, address, port);
    if (result < 0) return result;
    sock.state = SS_CONNECTING;
  }
  if (sk.state > TCP_FIN_WAIT2) {
    sock.state = SS_UNCONNECTED;
    return takeError(sk);
  }
  const state = sk.state;
  if (state == TCP_SYN_SENT || state == TCP_SYN_RECV) return -EINPROGRESS;
  sock.state = SS_CONNECTED;
  if (sk.state != TCP_ESTABLISHED && sk.err != 0) {
    sock.state = SS_UNCONNECTED;
    return takeError(sk);
  }
  return 0;
}

/** net/inet/udp.c: remembers the peer. */
function udp_connect(sk: sock_, address: u32, port: u16): i32 {
  sk.daddr = address;
  sk.dummy_th.dest = bswap<u16>(port);
  sk.state = TCP_ESTABLISHED;
  return 0;
}

export function inet_shutdown(sock: socket, how: i32): i32 {
  exec(map.inet_shutdown);
  const sk = changetype<sock_>(sock.data);
  const what = how + 1;
  if (what & ~(<i32>SHUTDOWN_MASK) || what == 0) return -EINVAL;
  if (sock.state == SS_CONNECTING && sk.state == TCP_ESTABLISHED) sock.state = SS_CONNECTED;
  if (!tcp_connected(sk.state)) return -ENOTCONN;
  sk.shutdown = sk.shutdown | <u16>what;
  if (changetype<proto>(sk.prot).shutdown != 0) tcp_shutdown(sk, <u16>what);
  return 0;
}

// ---- Data and options

function inet_error(sk: sock_): i32 {
  save_flags();
  cli();
  const error = <i32>sk.err;
  sk.err = 0;
  restore_flags();
  return -error;
}

export function inet_send(sock: socket, length: i32): i32 {
  exec(map.inet_send);
  const sk = changetype<sock_>(sock.data);
  if (sk.shutdown & SEND_SHUTDOWN) return -EPIPE;
  if (sk.err != 0) return inet_error(sk);
  if (inet_autobind(sk) != 0) return -EAGAIN;
  if (changetype<proto>(sk.prot).accept == 0) return sk.state == TCP_ESTABLISHED ? length : -EINVAL; // udp_write()
  return tcp_write(sk, length);
}

export function inet_recv(sock: socket, length: i32): i32 {
  exec(map.inet_recv);
  return inet_recvfrom(sock, length);
}

function inet_recvfrom(sock: socket, length: i32): i32 {
  exec(map.inet_recvfrom);
  const sk = changetype<sock_>(sock.data);
  changetype<proto>(sk.prot).recvfrom;
  if (sk.err != 0) return inet_error(sk);
  if (inet_autobind(sk) != 0) return -EAGAIN;
  if (changetype<proto>(sk.prot).accept == 0) return -EAGAIN; // no datagram ever comes
  return tcp_read(sk, length);
}

/** `what`: 1 may read, 2 may write, 4 exceptional. */
export function inet_select(sock: socket, what: i32): bool {
  exec(map.inet_select);
  const sk = changetype<sock_>(sock.data);
  if (changetype<proto>(sk.prot).accept == 0) return what == 2; // datagram_select(): nothing to read, room to write
  return tcp_select(sk, what);
}

/** Which level an option belongs to: SOL_SOCKET (0), SOL_TCP (1), another (2). */
function levelOf(option: i32): i32 {
  if (option == Option.defer_accept || option == Option.nodelay || option == Option.syncnt || option == Option.maxseg) {
    return 1;
  }
  return option == Option.v6only || option == Option.freebind ? 2 : 0;
}

export function inet_setsockopt(sock: socket, option: i32, value: i32, second: i32): i32 {
  exec(map.inet_setsockopt);
  const sk = changetype<sock_>(sock.data);
  const level = levelOf(option);
  return level == 0 ? sock_setsockopt(sk, option, value, second) : tcp_sockopt(sk, option, level, value, true);
}

export function inet_getsockopt(sock: socket, option: i32): i32 {
  exec(map.inet_getsockopt);
  const sk = changetype<sock_>(sock.data);
  const level = levelOf(option);
  return level == 0 ? sock_getsockopt(sk, option) : tcp_sockopt(sk, option, level, 0, false);
}

// ---- Free of charge: what an observer sees

function at<T>(address: u32): T {
  return peek<T>(address - PAGE_OFFSET);
}

/** The connected or half-open socket of a flow, in host order; 0: none. `saddr` and `sport` are the peer's. */
export function flowSock(saddr: u32, sport: u32, daddr: u32, dport: u32): u32 {
  for (let sk = firstSock(tcp_prot, dport & (SOCK_ARRAY_SIZE - 1)); sk != 0; sk = at<u32>(sk + NEXT)) {
    if (at<u16>(sk + NUM) != <u16>dport || at<u16>(sk + TH_DEST) != bswap<u16>(<u16>sport)) continue;
    if (at<u32>(sk + DADDR) != bswap<u32>(saddr)) continue;
    const own = at<u32>(sk + SADDR);
    if (own == 0 || own == bswap<u32>(daddr)) return sk;
  }
  return 0;
}

/** The ops table's `flow`. A connection that was reset or given up is none. */
export function flow(saddr: u32, sport: u32, daddr: u32, dport: u32): i32 {
  const sk = flowSock(saddr, sport, daddr, dport);
  if (sk == 0) return 0;
  const state = at<u8>(sk + STATE);
  return state == TCP_CLOSE ? 0 : state;
}

/** The ops table's `lookup`. */
export function lookup(saddr: u32, sport: u32, daddr: u32, dport: u32, _dev: i32): i32 {
  runOn(0);
  const found = get_sock(
    changetype<proto>(tcp_prot),
    bswap<u16>(<u16>dport),
    bswap<u32>(saddr),
    bswap<u16>(<u16>sport),
    bswap<u32>(daddr),
  );
  return found != 0 && at<u8>(found + STATE) == TCP_LISTEN ? 1 : 0;
}
