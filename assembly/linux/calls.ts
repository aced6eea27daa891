// arch/i386/kernel/entry.S: the system calls as a process makes them.

import { enterKernel, measured } from "../machine/cpu";
import { ENOSYS } from "./errno";
import { openOther } from "./file";
import { sys_close } from "./socket";
import { sys_socketcall } from "./socketcall";
import * as map from "./system_map";

/** The way into a system call: the machine's round trip and the kernel's own entry code. */
function enter(): void {
  enterKernel();
  measured(map.system_call);
}

export function socket(family: i32, type: i32, _protocol: i32): i32 {
  enter();
  return sys_socketcall(1, family, type, 0);
}

export function file(): i32 {
  enter();
  return openOther();
}

export function dup(_fd: i32): i32 {
  return -ENOSYS;
}

export function setsockopt(fd: i32, option: i32, value: i32, _second: i32): i32 {
  enter();
  return sys_socketcall(14, fd, option, value);
}

export function getsockopt(_fd: i32, _option: i32): i32 {
  return -ENOSYS;
}

export function bind(fd: i32, _family: i32, address: u32, port: u32): i32 {
  enter();
  return sys_socketcall(2, fd, address, port);
}

export function connect(_fd: i32, _family: i32, _address: u32, _port: u32): i32 {
  return -ENOSYS;
}

export function listen(fd: i32, backlog: i32): i32 {
  enter();
  return sys_socketcall(4, fd, backlog, 0);
}

export function accept(fd: i32, _flags: i32, _name: i32, _length: i32): i32 {
  enter();
  return sys_socketcall(5, fd, 0, 0);
}

export function shutdown(fd: i32, how: i32): i32 {
  enter();
  return sys_socketcall(13, fd, how, 0);
}

export function close(fd: i32): i32 {
  enter();
  return sys_close(fd);
}

export function getname(_fd: i32, _peer: bool): i32 {
  return -ENOSYS;
}

export function send(_fd: i32, _length: i32): i32 {
  return -ENOSYS;
}

export function recv(_fd: i32, _length: i32): i32 {
  return -ENOSYS;
}

export function poll(_fd: i32): i32 {
  return 0;
}

export function setuid(_uid: i32): void {}

export function flow(_saddr: u32, _sport: u32, _daddr: u32, _dport: u32): i32 {
  return 0;
}
