// net/socket.c: what 2.6.20 to 4.14 word alike. What is left out stands in each kernel's own file.
import { Family, setPeer } from "../abi";
import { exec, measured } from "../machine/cpu";
import { peek } from "../machine/ram";
import {
  inet_bind,
  inet_create,
  inet_dgram_connect,
  inet_getname,
  inet_recvmsg,
  inet_sendmsg,
  inet_shutdown,
  inet_stream_connect,
} from "./af_inet";
import { atomic_inc } from "./atomic";
import { EAFNOSUPPORT, EBADF, EFAULT, EINVAL, ENFILE, EOPNOTSUPP } from "./errno";
import { takeDescriptor } from "./fdtable";
import { endFile, fd_install, fget_light, fput, sock_alloc, socket_file_ops, sys_close as takeFile } from "./file";
import { F_COUNT } from "./file_layout";
import { PAGE_OFFSET } from "./memory_map";
import {
  DADDR,
  DPORT,
  FAMILY,
  lookupError,
  move_addr_to_kernel,
  sock_close,
  sock_create,
  sock_map_fd,
  sock_release,
  sockfd_lookup_light,
} from "./socket";
import { getSocketOption, setSocketOption } from "./sockopt";
import { file, proto_ops, socket, tcp_sock } from "./structs";
import * as map from "./system_map";
import { datagram_poll, tcp_poll } from "./tcp_poll";

const AF_INET: i32 = 2;

const AF_INET6: i32 = 10;

const SOCK_STREAM: u16 = 1;

/** sockaddr_in; sockaddr_in6 without its scope. */
const INET_BYTES: i32 = 16;

const POLLIN: i32 = 1;

const POLLOUT: i32 = 4;

const POLLNVAL: i32 = 32;

export function sys_socket(family: i32, type: i32, protocol: i32): i32 {
  exec(map.sys_socket);
  const result = sock_create(family, type, protocol);
  if (result < 0) return result;
  const sock = created;
  const fd = sock_map_fd(sock);
  if (fd < 0) sock_release(changetype<socket>(sock));
  return fd;
}

/** The socket that sock_create() made. */
let created: u32 = 0;

export function __sock_create(family: i32, type: i32, protocol: i32): i32 {
  exec(map.__sock_create);
  if (family < 0 || family >= 32) return -EAFNOSUPPORT;
  if (type < 0 || type >= 11) return -EINVAL;
  if (family != AF_INET && family != AF_INET6) return -EAFNOSUPPORT;
  const at = sock_alloc();
  if (at == 0) return -ENFILE;
  const sock = changetype<socket>(at);
  sock.type = <u16>type;
  const result = inet_create(sock, family, protocol);
  if (result < 0) {
    sock_release(sock);
    return result;
  }
  created = at;
  return 0;
}

export function sys_bind(fd: i32, family: i32, address: u32, port: u32): i32 {
  exec(map.sys_bind);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  move_addr_to_kernel();
  changetype<proto_ops>(sock.ops).bind;
  return inet_bind(sock, family, address, port);
}

/** Never waits: -EINPROGRESS when the connection is under way. */
export function sys_connect(fd: i32, family: i32, address: u32, port: u32): i32 {
  exec(map.sys_connect);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  move_addr_to_kernel();
  changetype<proto_ops>(sock.ops).connect;
  if (sock.type == SOCK_STREAM) return inet_stream_connect(sock, family, address, port);
  return inet_dgram_connect(sock, family, address, port);
}

export function sock_no_listen(): i32 {
  exec(map.sock_no_listen);
  return -EOPNOTSUPP;
}

/** Free of charge: whom accept() connected us with, for the host. */
export function tellPeer(sock: u32): void {
  const sk = peek<u32>(sock + SK - PAGE_OFFSET) - PAGE_OFFSET;
  tellName(peek<u16>(sk + FAMILY), bswap<u32>(peek<u32>(sk + DADDR)), bswap<u16>(peek<u16>(sk + DPORT)));
}

const SK: u32 = 20; // offsetof(struct socket, sk)

/** Free of charge: leaves a name for the host, in the family that a socket of `family` tells it in. */
export function tellName(family: u16, address: u32, port: u32): void {
  const six = family == <u16>AF_INET6;
  const token = address == 0 || address >>> 28 == 15;
  setPeer(address, port, six ? (token ? Family.inet6 : Family.mapped) : Family.inet);
}

/**
 * move_addr_to_user(): `name` 0: nobody asked, 1: there is room for `length` bytes, 2: the buffer must not be written.
 */
export function move_addr_to_user(name: i32, length: i32): i32 {
  if (name == 0) return 0;
  measured(map.copy_from_user);
  if (length < 0) return -EINVAL;
  return name == 2 && min(length, INET_BYTES) != 0 ? -EFAULT : 0;
}

export function sys_getsockname(fd: i32): i32 {
  exec(map.sys_getsockname);
  return nameOf(fd, false);
}

export function sys_getpeername(fd: i32): i32 {
  exec(map.sys_getpeername);
  return nameOf(fd, true);
}

function nameOf(fd: i32, peer: bool): i32 {
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  changetype<proto_ops>(sock.ops).getname;
  const result = inet_getname(sock, peer);
  return result < 0 ? result : move_addr_to_user(1, INET_BYTES);
}

/** With sys_sendto(), sock_sendmsg(). */
export function sys_send(fd: i32, length: i32): i32 {
  exec(map.sys_sendto);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  measured(map.sock_sendmsg);
  changetype<proto_ops>(sock.ops).sendmsg;
  return inet_sendmsg(sock, length);
}

/** With sys_recvfrom(), sock_recvmsg(). */
export function sys_recv(fd: i32, length: i32): i32 {
  exec(map.sys_recvfrom);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  measured(map.sock_recvmsg);
  changetype<proto_ops>(sock.ops).recvmsg;
  return inet_recvmsg(sock, length);
}

export function sys_shutdown(fd: i32, how: i32): i32 {
  exec(map.sys_shutdown);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  changetype<proto_ops>(sock.ops).shutdown;
  return inet_shutdown(sock, how);
}

export function sys_setsockopt(fd: i32, option: i32, value: i32, second: i32): i32 {
  exec(map.sys_setsockopt);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  changetype<proto_ops>(sock.ops).setsockopt;
  return setSocketOption(changetype<tcp_sock>(sock.sk), option, value, second);
}

export function sys_getsockopt(fd: i32, option: i32): i32 {
  exec(map.sys_getsockopt);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  changetype<proto_ops>(sock.ops).getsockopt;
  return getSocketOption(changetype<tcp_sock>(sock.sk), option);
}

/** fs/fcntl.c: another descriptor of the same file. */
export function sys_dup(fd: i32): i32 {
  exec(map.sys_dup);
  const filp = fget_light(fd);
  if (filp == 0) return -EBADF;
  const newfd = takeDescriptor();
  if (newfd < 0) return newfd;
  atomic_inc(filp + F_COUNT);
  fd_install(newfd, filp);
  return newfd;
}

/** fs/select.c: poll() of one descriptor with all events asked for, without waiting. */
export function sys_poll(fd: i32): i32 {
  exec(map.sys_poll);
  measured(map.copy_from_user);
  const filp = fget_light(fd);
  if (filp == 0) return POLLNVAL;
  const f = changetype<file>(filp);
  if (f.f_op != socket_file_ops) return POLLIN | POLLOUT;
  measured(map.sock_poll);
  const sock = changetype<socket>(f.private_data);
  changetype<proto_ops>(sock.ops).poll;
  const sk = changetype<tcp_sock>(sock.sk);
  return sock.type == SOCK_STREAM ? tcp_poll(sk) : datagram_poll(sk);
}

export function sys_close(fd: i32): i32 {
  const filp = takeFile(fd);
  if (filp == 0) return -EBADF;
  if (fput(filp)) __fput(filp);
  return 0;
}

export function __fput(filp: u32): void {
  exec(map.__fput);
  const f = changetype<file>(filp);
  if (f.f_op == socket_file_ops) sock_close(changetype<socket>(f.private_data));
  endFile(filp);
}
