// arch/i386/kernel/entry.S: the system calls as a process makes them.

import { enterKernel, measured } from "../machine/cpu";
import { openOther } from "./file";
import { sys_close, sys_dup, sys_poll } from "./socket";
import { sys_socketcall } from "./socketcall";
import * as map from "./system_map";

export { setuid } from "./credentials";
export { flow } from "./view_flow";

/** The way into a system call: the machine's round trip and the kernel's own entry code. */
function enter(): void {
  enterKernel();
  measured(map.system_call);
}

export function socket(family: i32, type: i32, protocol: i32): i32 {
  enter();
  return sys_socketcall(1, family, type, protocol);
}

export function file(): i32 {
  enter();
  return openOther();
}

export function dup(fd: i32): i32 {
  enter();
  return sys_dup(fd);
}

export function setsockopt(fd: i32, option: i32, value: i32, second: i32): i32 {
  enter();
  return sys_socketcall(14, fd, option, value, second);
}

export function getsockopt(fd: i32, option: i32): i32 {
  enter();
  return sys_socketcall(15, fd, option, 0);
}

export function bind(fd: i32, family: i32, address: u32, port: u32): i32 {
  enter();
  return sys_socketcall(2, fd, family, address, port);
}

export function connect(fd: i32, family: i32, address: u32, port: u32): i32 {
  enter();
  return sys_socketcall(3, fd, family, address, port);
}

export function listen(fd: i32, backlog: i32): i32 {
  enter();
  return sys_socketcall(4, fd, backlog, 0);
}

/** accept4() has a number of its own in sys_socketcall(). */
export function accept(fd: i32, flags: i32, name: i32, length: i32): i32 {
  enter();
  return sys_socketcall(flags < 0 ? 5 : 18, fd, max(flags, 0), name, length);
}

export function shutdown(fd: i32, how: i32): i32 {
  enter();
  return sys_socketcall(13, fd, how, 0);
}

export function close(fd: i32): i32 {
  enter();
  return sys_close(fd);
}

export function getname(fd: i32, peer: bool): i32 {
  enter();
  return sys_socketcall(peer ? 7 : 6, fd, 0, 0);
}

export function send(fd: i32, length: i32): i32 {
  enter();
  return sys_socketcall(9, fd, length, 0);
}

export function recv(fd: i32, length: i32): i32 {
  enter();
  return sys_socketcall(10, fd, length, 0);
}

export function poll(fd: i32): i32 {
  enter();
  return sys_poll(fd);
}
