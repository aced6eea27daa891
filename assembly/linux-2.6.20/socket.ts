// net/socket.c of Linux 2.6.20: the system calls. On i386 they come through sys_socketcall().
// Left out: security; copying options and addresses into the kernel but for its cost; blocking: accept() answers
// -EAGAIN where it would wait (O_NONBLOCK).
export * from "../linux/socket";

import { __fput, __sock_create, move_addr_to_user, sock_no_listen, tellPeer } from "../linux/socket";
import { exec, ld, measured, st } from "../machine/cpu";
import { inet_accept, inet_listen, inet_release } from "./af_inet";
import { EBADF, ENFILE, ENOSYS, ENOTSOCK } from "./errno";
import {
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
} from "./file";
import { COUNTERS, read, sysctl_somaxconn, thisCpu } from "./percpu";
import { codeOf } from "./protocols";
import { file, proto_ops, socket } from "./structs";
import * as map from "./system_map";

/** What went wrong in sockfd_lookup_light(). */
export let lookupError: i32 = 0;

/** The socket of a descriptor; null with lookupError set if there is none. */
export function sockfd_lookup_light(fd: i32): socket | null {
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
export function sock_create(family: i32, type: i32, protocol: i32): i32 {
  exec(map.sock_create);
  return __sock_create(family, type, protocol);
}

export function sock_map_fd(sock: u32): i32 {
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
export function sock_release(sock: socket): void {
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
export function move_addr_to_kernel(): void {
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

/** The new file, inode and socket are made before anyone looks whether a connection waits. */
export function sys_accept(fd: i32, name: i32, length: i32): i32 {
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
  let result = inet_accept(sock, newsock);
  if (result == 0) {
    tellPeer(at);
    result = move_addr_to_user(name, length);
  }
  if (result < 0) {
    if (fput(filp)) __fput(filp);
    put_unused_fd(newfd);
    return result;
  }
  fd_install(newfd, filp);
  sock.file; // fput_light()
  return newfd;
}

export const DADDR: u32 = 344; // offsetof(struct inet_sock, daddr)
export const DPORT: u32 = 352; // offsetof(struct inet_sock, dport)

export const FAMILY: u32 = 0; // offsetof(struct sock_common, skc_family)

/** accept4() came with 2.6.28. */
export function sys_accept4(_fd: i32, _flags: i32, _name: i32, _length: i32): i32 {
  return -ENOSYS;
}

// ---- close()
export function sock_close(sock: socket): i32 {
  exec(map.sock_close);
  sock_release(sock);
  return 0;
}
