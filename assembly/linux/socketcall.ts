// net/socket.c: sys_socketcall, by which i386 reaches all the socket calls. It copies their arguments in.
import { exec, ld, measured } from "../machine/cpu";
import { bootCredentials } from "./credentials";
import { EINVAL } from "./errno";
import { staticData } from "./memory_map";
import {
  sys_accept,
  sys_accept4,
  sys_bind,
  sys_connect,
  sys_getpeername,
  sys_getsockname,
  sys_getsockopt,
  sys_listen,
  sys_recv,
  sys_send,
  sys_setsockopt,
  sys_shutdown,
  sys_socket,
} from "./socket";
import * as map from "./system_map";

/** The numbers of include/linux/net.h. */
const SYS_SOCKET: i32 = 1;
const SYS_BIND: i32 = 2;
const SYS_CONNECT: i32 = 3;
const SYS_LISTEN: i32 = 4;
const SYS_ACCEPT: i32 = 5;
const SYS_GETSOCKNAME: i32 = 6;
const SYS_GETPEERNAME: i32 = 7;
const SYS_SEND: i32 = 9;
const SYS_RECV: i32 = 10;
const SYS_SHUTDOWN: i32 = 13;
const SYS_SETSOCKOPT: i32 = 14;
const SYS_GETSOCKOPT: i32 = 15;
const SYS_ACCEPT4: i32 = 18;

/** How many words of arguments each call has, a byte each; and the addresses of the switch. Only their places matter. */
let nargs: u32 = 0;
let jumpTable: u32 = 0;

/** Free of charge. */
export function bootSocketcall(): void {
  nargs = staticData(32);
  jumpTable = staticData(128);
  bootCredentials();
}

/** An address in a call is its family, address and port; a socket option's value may be two words. */
export function sys_socketcall(call: i32, a0: i32, a1: i32, a2: i32, a3: i32 = 0): i32 {
  exec(map.sys_socketcall);
  ld<u8>(nargs, call);
  measured(map.copy_from_user);
  ld<u32>(jumpTable, call * 4);
  if (call == SYS_SOCKET) return sys_socket(a0, a1, a2);
  if (call == SYS_BIND) return sys_bind(a0, a1, a2, a3);
  if (call == SYS_CONNECT) return sys_connect(a0, a1, a2, a3);
  if (call == SYS_LISTEN) return sys_listen(a0, a1);
  if (call == SYS_ACCEPT) return sys_accept(a0, a2, a3);
  if (call == SYS_GETSOCKNAME) return sys_getsockname(a0);
  if (call == SYS_GETPEERNAME) return sys_getpeername(a0);
  if (call == SYS_SEND) return sys_send(a0, a1);
  if (call == SYS_RECV) return sys_recv(a0, a1);
  if (call == SYS_SHUTDOWN) return sys_shutdown(a0, a1);
  if (call == SYS_SETSOCKOPT) return sys_setsockopt(a0, a1, a2, a3);
  if (call == SYS_GETSOCKOPT) return sys_getsockopt(a0, a1);
  if (call == SYS_ACCEPT4) return sys_accept4(a0, a1, a2, a3);
  return -EINVAL;
}
