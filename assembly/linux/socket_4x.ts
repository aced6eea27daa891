// net/socket.c: what 4.3 and 4.14 word alike and other kernels do not. On i386 the calls come through sys_socketcall().
// Left out: security; copying options and addresses into the kernel but for its cost; blocking: accept() answers
// -EAGAIN where it would wait (O_NONBLOCK).
import { exec } from "../machine/cpu";
import { inet_accept } from "./af_inet";
import { EINVAL, ENFILE } from "./errno";
import { fd_install, fput, get_unused_fd_flags, put_unused_fd, sock_alloc, sock_alloc_file } from "./file";
import { __fput, move_addr_to_user, SOCK_CLOEXEC, SOCK_NONBLOCK, sock_release, tellPeer } from "./socket";
import { lookUpSocket, lookupError } from "./socket_3_6";
import { file, proto_ops, socket } from "./structs";
import * as map from "./system_map";

export function sockfd_lookup_light(fd: i32): socket | null {
  exec(map.sockfd_lookup_light);
  return lookUpSocket(fd);
}

/** Inlined. */
export function sock_map_fd(sock: u32): i32 {
  const fd = get_unused_fd_flags();
  if (fd < 0) return fd;
  const filp = sock_alloc_file(sock);
  if (filp == 0) {
    put_unused_fd(fd);
    return -ENFILE;
  }
  fd_install(fd, filp);
  return fd;
}

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
  const newfd = get_unused_fd_flags();
  if (newfd < 0) {
    sock_release(newsock);
    return newfd;
  }
  const filp = sock_alloc_file(at);
  if (filp == 0) {
    put_unused_fd(newfd);
    sock_release(newsock);
    return -ENFILE;
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
  return newfd;
}

export const DPORT: u32 = 12; // offsetof(struct sock_common, skc_dport)

export const FAMILY: u32 = 16; // offsetof(struct sock_common, skc_family)
