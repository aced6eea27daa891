// net/socket.c: what 3.6.5, 4.3 and 4.14 word alike.
import { exec, ld, measured, st } from "../machine/cpu";
import { inet_listen, inet_release } from "./af_inet";
import { EBADF, EINVAL, ENOTSOCK } from "./errno";
import { fget_light, iput, socket_file_ops } from "./file";
import { init_net, NET_CORE_SOMAXCONN } from "./net_namespace";
import { COUNTERS, thisCpu } from "./percpu";
import { codeOf } from "./protocols";
import { __sock_create, sock_no_listen, sockfd_lookup_light, sys_accept4 } from "./socket";
import { file, proto_ops, socket, socket_wq } from "./structs";
import * as map from "./system_map";

/** The flags that socket() and accept4() take in a type. */
const SOCK_TYPE_MASK: i32 = 15;

export const SOCK_NONBLOCK: i32 = 0x800;

export const SOCK_CLOEXEC: i32 = 0x80000;

/** Inlined. What sys_socket() finds wrong with a type comes first. */
export function sock_create(family: i32, wanted: i32, protocol: i32): i32 {
  if ((wanted & ~SOCK_TYPE_MASK & ~(SOCK_CLOEXEC | SOCK_NONBLOCK)) != 0) return -EINVAL;
  return __sock_create(family, wanted & SOCK_TYPE_MASK, protocol);
}

/** Ends a socket. One that never got a file loses its inode at once. */
export function sock_release(sock: socket): void {
  exec(map.sock_release);
  releaseSocket(sock);
}

/** The same inlined, as in sock_close. */
function releaseSocket(sock: socket): void {
  if (sock.ops != 0) {
    changetype<proto_ops>(sock.ops).release;
    inet_release(sock);
    sock.ops = 0;
  }
  changetype<socket_wq>(sock.wq).fasync_list;
  const inUse = thisCpu(COUNTERS);
  st<i32>(inUse, 0, ld<i32>(inUse, 0) - 1);
  if (sock.file == 0) iput(changetype<usize>(sock));
  else sock.file = 0;
}

/** Inlined. */
export function move_addr_to_kernel(): void {
  measured(map.copy_from_user);
}

export function sys_listen(fd: i32, wanted: i32): i32 {
  exec(map.sys_listen);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  const somaxconn = ld<i32>(init_net, NET_CORE_SOMAXCONN);
  const backlog = <u32>wanted > <u32>somaxconn ? somaxconn : wanted; // unsigned: a negative backlog is the largest
  const listen = changetype<proto_ops>(sock.ops).listen;
  return listen == codeOf(map.inet_listen) ? inet_listen(sock, backlog) : sock_no_listen();
}

/** accept() is accept4() without flags. */
export function sys_accept(fd: i32, name: i32, length: i32): i32 {
  return sys_accept4(fd, 0, name, length);
}

export const DADDR: u32 = 0; // offsetof(struct sock_common, skc_daddr)

export function sock_close(sock: socket): i32 {
  exec(map.sock_close);
  releaseSocket(sock);
  return 0;
}

/** What went wrong in sockfd_lookup_light(). */
export let lookupError: i32 = 0;

/** sockfd_lookup_light() inlined: the socket of a descriptor; null with lookupError set if there is none. */
export function lookUpSocket(fd: i32): socket | null {
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
