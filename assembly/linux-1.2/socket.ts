// net/socket.c of Linux 1.2.13: sockets as files. Left out: other families than AF_INET (AF_UNIX is one there), signals
// for asynchronous input.
import { setPeer } from "../abi";
import { exec, ld, st, turn } from "../machine/cpu";
import { peek, poke } from "../machine/ram";
import {
  inet_accept,
  inet_bind,
  inet_connect,
  inet_create,
  inet_dup,
  inet_getname,
  inet_getsockopt,
  inet_listen,
  inet_recv,
  inet_release,
  inet_select,
  inet_send,
  inet_setsockopt,
  inet_shutdown,
  SOCK_DGRAM,
  SOCK_PACKET,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SS_CONNECTED,
  SS_CONNECTING,
  SS_UNCONNECTED,
} from "./af_inet";
import { NR_OPEN } from "./config";
import { EBADF, EINVAL, EISCONN, ENOSR, ENOTSOCK } from "./errno";
import { get_empty_filp, socket_file_ops } from "./file_table";
import { get_empty_inode, iput, waitOf } from "./inode";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { current_fds, currentGid, currentUid, fileOf, openFile } from "./sched";
import { file, inode, socket } from "./structs";
import { cli, restore_flags, save_flags } from "./system";
import * as map from "./system_map";
import { move_addr_to_kernel, move_addr_to_user, verify_area } from "./user";

const S_IFSOCK: u16 = 0xc000;
const O_RDWR: u16 = 2;
/** socket.flags: it listens. */
const SO_ACCEPTCON: i32 = 1 << 16;
const SS_DISCONNECTING: u32 = 4;
const AF_UNIX: u32 = 1;
const AF_INET: u32 = 2;
const NPROTO: u32 = 16;
const PROTO_OPS: u32 = 88; // sizeof(struct proto_ops)
const U_SOCKET: u32 = 116; // offsetof(struct inode, u.socket_i)
const F_INODE: u32 = 32; // offsetof(struct file, f_inode)
const SOCKET_DATA: u32 = 16; // offsetof(struct socket, data)
const DADDR: u32 = 152; // offsetof(struct sock, daddr)
const TH_DEST: u32 = 234; // offsetof(struct sock, dummy_th.dest)
const F_OP: u32 = 36; // offsetof(struct file, f_op)

/** pops: the families, a pointer to struct proto_ops each; its first word is the family. */
let pops: u32 = 0;
let sockets_in_use: u32 = 0;

export function bootSockets(): void {
  pops = staticData(NPROTO * 4);
  sockets_in_use = staticData(4);
  for (let i: u32 = 0; i < 2; i++) {
    const ops = staticData(PROTO_OPS);
    poke<u32>(ops - PAGE_OFFSET, i == 0 ? AF_UNIX : AF_INET);
    poke<u32>(pops + i * 4 - PAGE_OFFSET, ops);
  }
}

/** The inode in which a socket lies. */
function inodeOf(sock: socket): inode {
  return changetype<inode>(changetype<usize>(sock) - U_SOCKET);
}

// ---- Descriptors

/** sockfd_lookup(): 0 with the error in `failure`. Inlined. */
function sockfd_lookup(fd: i32): socket {
  failure = -EBADF;
  const found = fileOf(fd, NR_OPEN);
  if (changetype<usize>(found) == 0) return changetype<socket>(0);
  failure = -ENOTSOCK;
  const node = changetype<inode>(found.f_inode);
  if (changetype<usize>(node) == 0 || node.i_sock == 0) return changetype<socket>(0);
  return node.u_socket_i;
}

let failure: i32 = 0;

/** A descriptor for an inode, or -1. */
function get_fd(node: inode): i32 {
  exec(map.get_fd);
  const at = get_empty_filp();
  if (at == 0) return -1;
  const found = changetype<file>(at);
  const fds = current_fds();
  let fd: u32 = 0;
  while (turn(map.get_fd_turn, fd < NR_OPEN && ld<u32>(fds, fd * 4) != 0)) fd++;
  if (fd == NR_OPEN) {
    found.f_count = 0;
    return -1;
  }
  const closeOnExec = fds - 32 + (fd >> 5) * 4;
  st<u32>(closeOnExec, 0, ld<u32>(closeOnExec, 0) & ~(1 << (fd & 31)));
  st<u32>(fds, fd * 4, at);
  found.f_op = socket_file_ops;
  found.f_mode = 3;
  found.f_flags = O_RDWR;
  found.f_count = 1;
  found.f_inode = <u32>changetype<usize>(node);
  node.i_count = node.i_count + 1;
  st<u64>(at, 4, 0); // f_pos
  return fd;
}

// ---- Making and ending

/** A socket without a protocol, 0 if there are no more inodes. */
function sock_alloc(): socket {
  exec(map.sock_alloc);
  const at = get_empty_inode();
  if (at == 0) return changetype<socket>(0);
  const node = changetype<inode>(at);
  node.i_mode = S_IFSOCK;
  node.i_sock = 1;
  node.i_uid = currentUid();
  node.i_gid = currentGid();
  const sock = node.u_socket_i;
  sock.state = SS_UNCONNECTED;
  sock.flags = 0;
  sock.ops = 0;
  sock.data = 0;
  sock.conn = 0;
  sock.iconn = 0;
  sock.next = 0;
  sock.wait = waitOf(node);
  sock.inode = at;
  sock.fasync_list = 0;
  st<u32>(sockets_in_use, 0, ld<u32>(sockets_in_use, 0) + 1);
  return sock;
}

function sock_release(sock: socket): void {
  exec(map.sock_release);
  if (sock.state != SS_UNCONNECTED) sock.state = SS_DISCONNECTING;
  sock.iconn;
  sock.conn;
  if (sock.ops != 0) inet_release(sock);
  st<u32>(sockets_in_use, 0, ld<u32>(sockets_in_use, 0) - 1);
  iput(inodeOf(sock));
}

/** Takes a file from who wants signals: nobody does. */
function sock_fasync(sock: socket): void {
  exec(map.sock_fasync);
  save_flags();
  cli();
  sock.fasync_list;
  restore_flags();
}

/** file_operations.release. */
export function sock_close(node: inode): void {
  exec(map.sock_close);
  const sock = node.u_socket_i;
  sock_fasync(sock);
  sock_release(sock);
}

/** Signals: a socket that is half open has no owner, and nobody asked. */
export function sock_wake_async(sock: socket): void {
  exec(map.sock_wake_async);
  if (changetype<usize>(sock) != 0) sock.fasync_list;
}

// ---- The calls

export const SYS_SOCKET: i32 = 1;
export const SYS_BIND: i32 = 2;
export const SYS_CONNECT: i32 = 3;
export const SYS_LISTEN: i32 = 4;
export const SYS_ACCEPT: i32 = 5;
export const SYS_GETSOCKNAME: i32 = 6;
export const SYS_GETPEERNAME: i32 = 7;
export const SYS_SEND: i32 = 9;
export const SYS_RECV: i32 = 10;
export const SYS_SHUTDOWN: i32 = 13;
export const SYS_SETSOCKOPT: i32 = 14;
export const SYS_GETSOCKOPT: i32 = 15;

/** All calls on sockets are one; another number than these is -EINVAL. */
export function sys_socketcall(call: i32, a: i32, b: i32, c: i32, d: i32): i32 {
  exec(map.sys_socketcall);
  verify_area();
  if (call == SYS_SOCKET) return sock_socket(a, b, c);
  if (call == SYS_BIND) return sock_bind(a, b, <u16>c);
  if (call == SYS_CONNECT) return sock_connect(a, d, b, <u16>c);
  if (call == SYS_LISTEN) return sock_listen(a, b);
  if (call == SYS_ACCEPT) return sock_accept(a, b);
  if (call == SYS_GETSOCKNAME) return sock_getsockname(a);
  if (call == SYS_GETPEERNAME) return sock_getpeername(a);
  if (call == SYS_SEND) return sock_send(a, b);
  if (call == SYS_RECV) return sock_recv(a, b);
  if (call == SYS_SHUTDOWN) return sock_shutdown(a, b);
  if (call == SYS_SETSOCKOPT) return sock_setsockopt(a, b, c, d);
  if (call == SYS_GETSOCKOPT) return sock_getsockopt(a, b);
  return -EINVAL;
}

function sock_socket(family: i32, type: i32, protocol: i32): i32 {
  exec(map.sock_socket);
  let i: u32 = 0;
  while (turn(map.sock_socket_turn, i < NPROTO && !isFamily(i, family))) i++;
  if (i == NPROTO || family == <i32>AF_UNIX) return -EINVAL;
  const kind = <u16>type;
  if (
    (type != <i32>SOCK_STREAM &&
      type != <i32>SOCK_DGRAM &&
      type != <i32>SOCK_SEQPACKET &&
      type != <i32>SOCK_RAW &&
      type != <i32>SOCK_PACKET) ||
    protocol < 0
  ) {
    return -EINVAL;
  }
  const sock = sock_alloc();
  if (changetype<usize>(sock) == 0) return -ENOSR;
  sock.type = kind;
  sock.ops = ld<u32>(pops, i * 4);
  const result = inet_create(sock, protocol);
  if (result < 0) {
    sock_release(sock);
    return result;
  }
  return descriptorFor(sock);
}

function isFamily(index: u32, family: i32): bool {
  const ops = ld<u32>(pops, index * 4);
  return ops != 0 && ld<i32>(ops, 0) == family;
}

/** A descriptor for a new socket; without one the socket is lost, and the error is none of EMFILE and ENFILE. */
function descriptorFor(sock: socket): i32 {
  const fd = get_fd(inodeOf(sock));
  if (fd >= 0) return fd;
  sock_release(sock);
  return -EINVAL;
}

/** Address in network order. */
function sock_bind(fd: i32, address: u32, port: u16): i32 {
  exec(map.sock_bind);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  move_addr_to_kernel();
  sock.ops;
  return inet_bind(sock, address, port);
}

/** What the protocol says does not matter: it listens. */
function sock_listen(fd: i32, backlog: i32): i32 {
  exec(map.sock_listen);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  if (sock.state != SS_UNCONNECTED) return -EINVAL;
  if (sock.ops != 0) inet_listen(sock, backlog);
  sock.flags = sock.flags | SO_ACCEPTCON;
  return 0;
}

/** `name`: the peer's address is wanted (2: where it cannot be written, which nobody notices). */
function sock_accept(fd: i32, name: i32): i32 {
  exec(map.sock_accept);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  if (sock.state != SS_UNCONNECTED) return -EINVAL;
  if (!(sock.flags & SO_ACCEPTCON)) return -EINVAL;
  const newsock = sock_alloc();
  if (changetype<usize>(newsock) == 0) return -ENOSR;
  newsock.type = sock.type;
  newsock.ops = sock.ops;
  let result = inet_dup(newsock, sock);
  if (result >= 0) result = inet_accept(sock, newsock);
  if (result < 0) {
    sock_release(newsock);
    return result;
  }
  notePeer(newsock);
  const newfd = descriptorFor(newsock);
  if (newfd >= 0 && name != 0) {
    inet_getname(newsock, true);
    move_addr_to_user();
    notePeer(newsock);
  }
  return newfd;
}

/** Leaves the peer in abi.ts, free of charge. */
function notePeer(sock: socket): void {
  const sk = peek<u32>(<u32>changetype<usize>(sock) + SOCKET_DATA - PAGE_OFFSET);
  setPeer(bswap<u32>(peek<u32>(sk + DADDR - PAGE_OFFSET)), bswap<u16>(peek<u16>(sk + TH_DEST - PAGE_OFFSET)));
}

/** Address in network order. */
function sock_connect(fd: i32, family: i32, address: u32, port: u16): i32 {
  exec(map.sock_connect);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  move_addr_to_kernel();
  const state = sock.state;
  if (state == SS_CONNECTED && sock.type != SOCK_DGRAM) return -EISCONN;
  if (state != SS_UNCONNECTED && state != SS_CONNECTED && state != SS_CONNECTING) return -EINVAL;
  return inet_connect(sock, family, address, port);
}

function sock_getsockname(fd: i32): i32 {
  exec(map.sock_getsockname);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  inet_getname(sock, false);
  move_addr_to_user();
  return 0;
}

function sock_getpeername(fd: i32): i32 {
  exec(map.sock_getpeername);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  const result = inet_getname(sock, true);
  if (result < 0) return result;
  move_addr_to_user();
  return 0;
}

function sock_send(fd: i32, length: i32): i32 {
  exec(map.sock_send);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  if (length < 0) return -EINVAL;
  verify_area();
  return inet_send(sock, length);
}

function sock_recv(fd: i32, length: i32): i32 {
  exec(map.sock_recv);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  if (length < 0) return -EINVAL;
  if (length == 0) return 0;
  verify_area();
  return inet_recv(sock, length);
}

function sock_setsockopt(fd: i32, option: i32, value: i32, second: i32): i32 {
  exec(map.sock_setsockopt_fd);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  return inet_setsockopt(sock, option, value, second);
}

function sock_getsockopt(fd: i32, option: i32): i32 {
  exec(map.sock_getsockopt_fd);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  return inet_getsockopt(sock, option);
}

function sock_shutdown(fd: i32, how: i32): i32 {
  exec(map.sock_shutdown);
  const sock = sockfd_lookup(fd);
  if (changetype<usize>(sock) == 0) return failure;
  return inet_shutdown(sock, how);
}

/** Whether a descriptor's file may be read, written, is exceptional: 1, 2, 4; -1: it is not open. */
export function sock_select(fd: i32): i32 {
  const found = fileOf(fd, NR_OPEN);
  if (changetype<usize>(found) == 0) return -1;
  const node = changetype<inode>(found.f_inode);
  if (changetype<usize>(node) == 0 || node.i_sock == 0) return 3;
  const sock = node.u_socket_i;
  let result = 0;
  for (let what = 1; what <= 4; what <<= 1) {
    exec(map.sock_select);
    if (inet_select(sock, what)) result |= what;
  }
  return result;
}

/** The struct socket of a descriptor, 0 if it is none. Free of charge. */
export function socketOf(fd: i32): u32 {
  const found = openFile(fd);
  if (found == 0 || peek<u32>(found + F_OP - PAGE_OFFSET) != socket_file_ops) return 0;
  return peek<u32>(found + F_INODE - PAGE_OFFSET) + U_SOCKET;
}
