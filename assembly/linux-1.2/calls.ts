// arch/i386/kernel/entry.S of Linux 1.2.13: the system calls as a process makes them, by int 0x80. accept() and
// connect() end where the process would sleep; send() and recv() do not block.
import { Family } from "../abi";
import { enterKernel, exec, runOn } from "../machine/cpu";
import { ENOSYS } from "./errno";
import { sys_close, sys_dup, sys_open } from "./file_table";
import * as sockets from "./socket";
import * as map from "./system_map";
import { verify_area } from "./user";

/** The way into a system call: the machine's round trip and the kernel's own entry code. */
function system_call(): void {
  exec(map.system_call);
}

function enter(): void {
  runOn(0); // it knows no other CPU
  enterKernel();
  system_call();
}

/** sys_socketcall(), down to the case. */
function sys_socketcall(): void {
  exec(map.sys_socketcall);
  verify_area();
}

function enterSocketcall(): void {
  enter();
  sys_socketcall();
}

export function socket(family: i32, type: i32, protocol: i32): i32 {
  enterSocketcall();
  return sockets.sock_socket(family, type, protocol);
}

export function file(): i32 {
  enter();
  return sys_open();
}

export function dup(fd: i32): i32 {
  enter();
  return sys_dup(fd);
}

export function setsockopt(fd: i32, option: i32, value: i32, second: i32): i32 {
  enterSocketcall();
  return sockets.sock_setsockopt(fd, option, value, second);
}

export function getsockopt(fd: i32, option: i32): i32 {
  enterSocketcall();
  return sockets.sock_getsockopt(fd, option);
}

/** The four bytes where a sockaddr_in has its address: an IPv6 address has its flow there, 0. */
function addressWord(family: i32, address: u32): u32 {
  return family == Family.inet6 || family == Family.mapped ? 0 : bswap<u32>(address);
}

export function bind(fd: i32, family: i32, address: u32, port: u32): i32 {
  enterSocketcall();
  return sockets.sock_bind(fd, addressWord(family, address), <u16>port);
}

export function connect(fd: i32, family: i32, address: u32, port: u32): i32 {
  enterSocketcall();
  return sockets.sock_connect(fd, family & 0xff, addressWord(family, address), <u16>port);
}

export function listen(fd: i32, backlog: i32): i32 {
  enterSocketcall();
  return sockets.sock_listen(fd, backlog);
}

/** There is no accept4(). */
export function accept(fd: i32, flags: i32, name: i32, _length: i32): i32 {
  if (flags >= 0) {
    enter();
    return -ENOSYS;
  }
  enterSocketcall();
  return sockets.sock_accept(fd, name);
}

export function shutdown(fd: i32, how: i32): i32 {
  enterSocketcall();
  return sockets.sock_shutdown(fd, how);
}

export function close(fd: i32): i32 {
  enter();
  return sys_close(fd);
}

export function getname(fd: i32, peer: bool): i32 {
  enterSocketcall();
  return peer ? sockets.sock_getpeername(fd) : sockets.sock_getsockname(fd);
}

export function send(fd: i32, length: i32): i32 {
  enterSocketcall();
  return sockets.sock_send(fd, length);
}

export function recv(fd: i32, length: i32): i32 {
  enterSocketcall();
  return sockets.sock_recv(fd, length);
}

/** select(), which is all that there is: POLLIN, POLLOUT, POLLPRI; POLLNVAL for EBADF. */
export function poll(fd: i32): i32 {
  enter();
  const ready = sockets.sock_select(fd);
  if (ready < 0) return 32;
  return (ready & 1 ? 1 : 0) | (ready & 2 ? 4 : 0) | (ready & 4 ? 2 : 0);
}
