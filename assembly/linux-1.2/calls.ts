// arch/i386/kernel/entry.S of Linux 1.2.13: the system calls as a process makes them, by int 0x80. accept() and
// connect() end where the process would sleep; send() and recv() do not block.
import { Family } from "../abi";
import { enterKernel, exec, runOn } from "../machine/cpu";
import { sys_close, sys_dup, sys_open } from "./file_table";
import { forHost, runOwner, runWithRoom } from "./sched";
import {
  SYS_ACCEPT,
  SYS_BIND,
  SYS_CONNECT,
  SYS_GETPEERNAME,
  SYS_GETSOCKNAME,
  SYS_GETSOCKOPT,
  SYS_LISTEN,
  SYS_RECV,
  SYS_SEND,
  SYS_SETSOCKOPT,
  SYS_SHUTDOWN,
  SYS_SOCKET,
  sock_select,
  sys_socketcall,
} from "./socket";
import * as map from "./system_map";

/** The way into a system call: the machine's round trip and the kernel's own entry code. */
function system_call(): void {
  exec(map.system_call);
}

function enter(): void {
  runOn(0); // it knows no other CPU
  enterKernel();
  system_call();
}

/** A call on a descriptor, by the process that has it. */
function socketcall(call: i32, fd: i32, b: i32, c: i32, d: i32): i32 {
  const own = runOwner(fd);
  enter();
  return sys_socketcall(call, own, b, c, d);
}

export function socket(family: i32, type: i32, protocol: i32): i32 {
  runWithRoom();
  enter();
  return forHost(sys_socketcall(SYS_SOCKET, family, type, protocol, 0));
}

export function file(): i32 {
  runWithRoom();
  enter();
  return forHost(sys_open());
}

export function dup(fd: i32): i32 {
  const own = runOwner(fd);
  enter();
  return forHost(sys_dup(own));
}

export function setsockopt(fd: i32, option: i32, value: i32, second: i32): i32 {
  return socketcall(SYS_SETSOCKOPT, fd, option, value, second);
}

export function getsockopt(fd: i32, option: i32): i32 {
  return socketcall(SYS_GETSOCKOPT, fd, option, 0, 0);
}

/** The four bytes where a sockaddr_in has its address: an IPv6 address has its flow there, 0. */
function addressWord(family: i32, address: u32): i32 {
  return family == Family.inet6 || family == Family.mapped ? 0 : bswap<u32>(address);
}

export function bind(fd: i32, family: i32, address: u32, port: u32): i32 {
  return socketcall(SYS_BIND, fd, addressWord(family, address), port, 0);
}

export function connect(fd: i32, family: i32, address: u32, port: u32): i32 {
  return socketcall(SYS_CONNECT, fd, addressWord(family, address), port, family & 0xff);
}

export function listen(fd: i32, backlog: i32): i32 {
  return socketcall(SYS_LISTEN, fd, backlog, 0, 0);
}

/** There is no accept4(). */
export function accept(fd: i32, flags: i32, name: i32, _length: i32): i32 {
  return forHost(socketcall(flags >= 0 ? 0 : SYS_ACCEPT, fd, name, 0, 0));
}

export function shutdown(fd: i32, how: i32): i32 {
  return socketcall(SYS_SHUTDOWN, fd, how, 0, 0);
}

export function close(fd: i32): i32 {
  const own = runOwner(fd);
  enter();
  return sys_close(own);
}

export function getname(fd: i32, peer: bool): i32 {
  return socketcall(peer ? SYS_GETPEERNAME : SYS_GETSOCKNAME, fd, 0, 0, 0);
}

export function send(fd: i32, length: i32): i32 {
  return socketcall(SYS_SEND, fd, length, 0, 0);
}

export function recv(fd: i32, length: i32): i32 {
  return socketcall(SYS_RECV, fd, length, 0, 0);
}

/** select(), which is all that there is: POLLIN, POLLOUT, POLLPRI; POLLNVAL for EBADF. */
export function poll(fd: i32): i32 {
  const own = runOwner(fd);
  enter();
  const ready = sock_select(own);
  if (ready < 0) return 32;
  return (ready & 1 ? 1 : 0) | (ready & 2 ? 4 : 0) | (ready & 4 ? 2 : 0);
}
