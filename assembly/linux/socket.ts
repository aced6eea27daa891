// net/socket.c: what 2.6.20 and 3.6.5 word alike. What is left out stands in each kernel's own file.
import { Option, setPeer } from "../abi";
import { exec } from "../machine/cpu";
import { peek } from "../machine/ram";
import { inet_bind, inet_create, inet_shutdown, set_v6only } from "./af_inet";
import { EAFNOSUPPORT, EBADF, EINVAL, ENFILE, ENOPROTOOPT, EOPNOTSUPP } from "./errno";
import { endFile, fput, sock_alloc, socket_file_ops, sys_close as takeFile } from "./file";
import { PAGE_OFFSET } from "./memory_map";
import { lock_sock, release_sock } from "./sock";
import {
  DADDR,
  DPORT,
  lookupError,
  move_addr_to_kernel,
  sock_close,
  sock_create,
  sock_map_fd,
  sock_release,
  sockfd_lookup_light,
  tcp_setsockopt,
} from "./socket";
import { file, proto_ops, socket, tcp_sock } from "./structs";
import * as map from "./system_map";

const AF_INET: i32 = 2;

const AF_INET6: i32 = 10;

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

export function __sock_create(family: i32, type: i32): i32 {
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

export function sys_bind(fd: i32, address: u32, port: u32): i32 {
  exec(map.sys_bind);
  const sock = sockfd_lookup_light(fd);
  if (sock === null) return lookupError;
  move_addr_to_kernel();
  changetype<proto_ops>(sock.ops).bind;
  return inet_bind(sock, address, port);
}

export function sock_no_listen(): i32 {
  exec(map.sock_no_listen);
  return -EOPNOTSUPP;
}

/** Free of charge: whom accept() connected us with, for the host. The call did not ask for the address. */
export function tellPeer(sock: u32): void {
  const sk = peek<u32>(sock + SK - PAGE_OFFSET) - PAGE_OFFSET;
  setPeer(bswap<u32>(peek<u32>(sk + DADDR)), bswap<u16>(peek<u16>(sk + DPORT)));
}

const SK: u32 = 20; // offsetof(struct socket, sk)

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
