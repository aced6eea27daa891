// net/socket.c of Linux 2.6.20: the system calls. On i386 they come through sys_socketcall().
// Left out: security; copying options and addresses into the kernel but for its cost; blocking: accept() answers
// -EAGAIN where it would wait (O_NONBLOCK).
import { Option, setPeer } from "../abi";
import { exec, ld, measured, st } from "../machine/cpu";
import { peek } from "../machine/ram";
import { inet_accept, inet_bind, inet_create, inet_listen, inet_release, inet_shutdown, set_v6only } from "./af_inet";
import { HZ } from "./config";
import { EAFNOSUPPORT, EBADF, EINVAL, ENFILE, ENOPROTOOPT, ENOTSOCK, EOPNOTSUPP } from "./errno";
import {
  endFile,
  fd_install,
  fget_light,
  fput,
  iput,
  newFile,
  put_filp,
  put_unused_fd,
  sock_alloc,
  sock_alloc_fd,
  sock_attach_fd,
  socket_file_ops,
  sys_close as takeFile,
} from "./file";
import { PAGE_OFFSET } from "./memory_map";
import { COUNTERS, read, sysctl_somaxconn, thisCpu } from "./percpu";
import { codeOf } from "./protocols";
import { lock_sock, release_sock } from "./sock";
import { file, proto_ops, socket, tcp_sock } from "./structs";
import * as map from "./system_map";

const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;
const TCP_TIMEOUT_INIT: u32 = 3 * HZ;

/** What went wrong in sockfd_lookup_light(). */
let lookupError: i32 = 0;

/** The socket of a descriptor; null with lookupError set if there is none. */
function sockfd_lookup_light(fd: i32): socket | null {
  exec(map.sockfd_lookup_light);
  const filp = fget_light(fd);
  if (filp == 0) {
    lookupError = -EBADF;
    return null;
  }
  const f = changetype<file>(filp);
  if (f.f_op != socket_file_ops) {
    lookupError = -ENOTSOCK;
    return null;
  }
  return changetype<socket>(f.private_data);
}

// ---- socket()

export function sys_socket(family: i32, type: i32): i32 {
  exec(map.sys_socket);
  const result = sock_create(family, type);
  if (result < 0) return result;
  const sock = created;
  const fd = sock_map_fd(sock);
  if (fd < 0) sock_release(changetype<socket>(sock));
  return fd;
}

/** The socket that sock_create() made. */
let created: u32 = 0;

function sock_create(family: i32, type: i32): i32 {
  exec(map.sock_create);
  return __sock_create(family, type);
}

function __sock_create(family: i32, type: i32): i32 {
  exec(map.__sock_create);
  if (family < 0 || family >= 32) return -EAFNOSUPPORT;
  if (type < 0 || type >= 11) return -EINVAL;
  if (family != AF_INET && family != AF_INET6) return -EAFNOSUPPORT;
  const at = sock_alloc();
  if (at == 0) return -ENFILE;
  const sock = changetype<socket>(at);
  sock.type = <u16>type;
  const result = inet_create(sock, family);
  if (result < 0) {
    sock_release(sock);
    return result;
  }
  created = at;
  return 0;
}

function sock_map_fd(sock: u32): i32 {
  exec(map.sock_map_fd);
  const fd = sock_alloc_fd();
  if (fd < 0) return fd;
  const filp = newFile;
  const result = sock_attach_fd(sock, filp);
  if (result < 0) {
    put_filp(filp);
    put_unused_fd(fd);
    return result;
  }
  fd_install(fd, filp);
  return fd;
}

/** Ends a socket. One that never got a file loses its inode at once. */
function sock_release(sock: socket): void {
  exec(map.sock_release);
  if (sock.ops != 0) {
    changetype<proto_ops>(sock.ops).release;
    inet_release(sock);
    sock.ops = 0;
  }
  sock.fasync_list;
  const inUse = thisCpu(COUNTERS);
  st<i32>(inUse, 0, ld<i32>(inUse, 0) - 1);
  if (sock.file == 0) iput(changetype<usize>(sock));
  else sock.file = 0;
}

// ---- The calls on a descriptor

export function sys_bind(fd: i32, address: u32, port: u32): i32 {
  exec(map.sys_bind);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  move_addr_to_kernel();
  changetype<proto_ops>(sock.ops).bind;
  return inet_bind(sock, address, port);
}

function move_addr_to_kernel(): void {
  exec(map.move_addr_to_kernel);
  measured(map.copy_from_user);
}

export function sys_listen(fd: i32, wanted: i32): i32 {
  exec(map.sys_listen);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  const somaxconn = read(sysctl_somaxconn);
  const backlog = <u32>wanted > <u32>somaxconn ? somaxconn : wanted; // unsigned: a negative backlog is the largest
  const listen = changetype<proto_ops>(sock.ops).listen;
  return listen == codeOf(map.inet_listen) ? inet_listen(sock, backlog) : sock_no_listen();
}

function sock_no_listen(): i32 {
  exec(map.sock_no_listen);
  return -EOPNOTSUPP;
}

/** The new file, inode and socket are made before anyone looks whether a connection waits. */
export function sys_accept(fd: i32): i32 {
  exec(map.sys_accept);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  const at = sock_alloc();
  if (at == 0) return -ENFILE;
  const newsock = changetype<socket>(at);
  newsock.type = sock.type;
  newsock.ops = sock.ops;
  const newfd = sock_alloc_fd();
  if (newfd < 0) {
    sock_release(newsock);
    return newfd;
  }
  const filp = newFile;
  const attached = sock_attach_fd(at, filp);
  if (attached < 0) {
    put_filp(filp);
    put_unused_fd(newfd);
    sock_release(newsock);
    return attached;
  }
  changetype<file>(sock.file).f_flags;
  changetype<proto_ops>(sock.ops).accept;
  const result = inet_accept(sock, newsock);
  if (result < 0) {
    if (fput(filp)) __fput(filp);
    put_unused_fd(newfd);
    return result;
  }
  tellPeer(at);
  fd_install(newfd, filp);
  sock.file; // fput_light()
  return newfd;
}

/** Free of charge: whom accept() connected us with, for the host. The call did not ask for the address. */
function tellPeer(sock: u32): void {
  const sk = peek<u32>(sock + SK - PAGE_OFFSET) - PAGE_OFFSET;
  setPeer(bswap<u32>(peek<u32>(sk + DADDR)), bswap<u16>(peek<u16>(sk + DPORT)));
}

const SK: u32 = 20; // offsetof(struct socket, sk)
const DADDR: u32 = 344; // offsetof(struct inet_sock, daddr)
const DPORT: u32 = 352; // offsetof(struct inet_sock, dport)

export function sys_shutdown(fd: i32, how: i32): i32 {
  exec(map.sys_shutdown);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  changetype<proto_ops>(sock.ops).shutdown;
  return inet_shutdown(sock, how);
}

export function sys_setsockopt(fd: i32, option: i32, value: i32): i32 {
  exec(map.sys_setsockopt);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  const sk = changetype<tcp_sock>(sock.sk);
  if (option == Option.v6only) return set_v6only(sk, value != 0);
  if (option == Option.defer_accept) return tcp_setsockopt(sk, value);
  return sock_setsockopt(sk, option, value);
}

function sock_setsockopt(sk: tcp_sock, option: i32, value: i32): i32 {
  exec(map.sock_setsockopt);
  if (option != Option.reuseaddr && option != Option.bindtodevice) return -ENOPROTOOPT; // no SO_REUSEPORT yet
  lock_sock(sk);
  if (option == Option.reuseaddr) sk.sk_reuse = value != 0 ? 1 : 0;
  else sk.sk_bound_dev_if = value;
  release_sock(sk);
  return 0;
}

/** TCP_DEFER_ACCEPT: seconds become the number of SYN-ACK retransmissions that take about as long. */
function tcp_setsockopt(sk: tcp_sock, seconds: i32): i32 {
  exec(map.tcp_setsockopt);
  if (sk.sk_protocol != 6) return -ENOPROTOOPT;
  lock_sock(sk);
  let periods: u8 = 0;
  if (seconds > 0) {
    while (periods < 32 && <u32>seconds > (TCP_TIMEOUT_INIT / HZ) << periods) periods++;
    periods++;
  }
  sk.icsk_accept_queue.rskq_defer_accept = periods;
  release_sock(sk);
  return 0;
}

// ---- close()

export function sys_close(fd: i32): i32 {
  const filp = takeFile(fd);
  if (filp == 0) return -EBADF;
  if (fput(filp)) __fput(filp);
  return 0;
}

function __fput(filp: u32): void {
  exec(map.__fput);
  const f = changetype<file>(filp);
  if (f.f_op == socket_file_ops) sock_close(changetype<socket>(f.private_data));
  endFile(filp);
}

function sock_close(sock: socket): i32 {
  exec(map.sock_close);
  sock_release(sock);
  return 0;
}
