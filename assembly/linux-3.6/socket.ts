// net/socket.c of Linux 3.6.5: the system calls. On i386 they come through sys_socketcall().
// Left out: security; copying options and addresses into the kernel but for its cost; blocking: accept() answers
// -EAGAIN where it would wait (O_NONBLOCK).
export * from "../linux/socket";
export * from "./socket_3_6";

import { __fput, move_addr_to_user, tellPeer } from "../linux/socket";
import { exec } from "../machine/cpu";
import { inet_accept } from "./af_inet";
import { EINVAL, ENFILE } from "./errno";
import { fd_install, fput, newFile, put_unused_fd, sock_alloc, sock_alloc_file } from "./file";
import { lookUpSocket, lookupError, SOCK_CLOEXEC, SOCK_NONBLOCK, sock_release } from "./socket_3_6";
import { file, proto_ops, socket } from "./structs";
import * as map from "./system_map";

/** Inlined. */
export function sockfd_lookup_light(fd: i32): socket | null {
  return lookUpSocket(fd);
}

// ---- socket()

/** Inlined. */
export function sock_map_fd(sock: u32): i32 {
  const fd = sock_alloc_file(sock);
  if (fd >= 0) fd_install(fd, newFile);
  return fd;
}

// ---- The calls on a descriptor

/** The new file, inode and socket are made before anyone looks into the queue. */
export function sys_accept4(fd: i32, flags: i32, name: i32, length: i32): i32 {
  exec(map.sys_accept4);
  if ((flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK)) != 0) return -EINVAL;
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  const at = sock_alloc();
  if (at == 0) return -ENFILE;
  const newsock = changetype<socket>(at);
  newsock.type = sock.type;
  newsock.ops = sock.ops;
  const newfd = sock_alloc_file(at);
  if (newfd < 0) {
    sock_release(newsock);
    return newfd;
  }
  const filp = newFile;
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
  return newfd;
}

export const DPORT: u32 = 384; // offsetof(struct inet_sock, inet_dport)

export const FAMILY: u32 = 12; // offsetof(struct sock_common, skc_family)
