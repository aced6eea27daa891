// Linux 2.6.20: table of contents. What the host can ask of it, and how it boots.
import { Kernel } from "../kernel";
import { enterKernel, measured, placeStacks } from "../machine/cpu";
import { bootCaches } from "./caches";
import { bootFiles, openOther } from "./file";
import { bootHashTables } from "./inet_hashtables";
import { bootPageTables, staticData } from "./memory_map";
import { bootPages } from "./page_alloc";
import { bootVariables } from "./percpu";
import { bootProtocols } from "./protocols";
import { bootSlab } from "./slab";
import { sys_close } from "./socket";
import { bootSocketcall, sys_socketcall } from "./socketcall";
import { sysctl } from "./sysctl";
import * as map from "./system_map";
import { bootReceive, lookup, receive } from "./tcp_ipv4";
import { bootTimers } from "./timer";
import { describe } from "./view";
import { bootVmalloc } from "./vmalloc";

/** A kernel stack has two pages (THREAD_SIZE, CONFIG_4KSTACKS off). */
const THREAD_SIZE: u32 = 8192;
/** The clock's first value: five minutes before it wraps (INITIAL_JIFFIES). */
const INITIAL_JIFFIES: u32 = -300 * 1000;
/** sysctl_max_syn_backlog as tcp_init() leaves it for these tables, tcp_syncookies as shipped. */
const MAX_SYN_BACKLOG: i32 = 1024;
const SYNCOOKIES: i32 = 0;

/** Lays out memory and builds the tables, free of charge. */
export function bootKernel(cpus: u32): void {
  bootPageTables();
  bootVariables(MAX_SYN_BACKLOG, SYNCOOKIES, INITIAL_JIFFIES);
  bootHashTables();
  bootProtocols();
  bootTimers(INITIAL_JIFFIES);
  const footprints = staticData(map.footprint);
  placeStacks(footprints, staticData(THREAD_SIZE * cpus, THREAD_SIZE), THREAD_SIZE);
  bootSocketcall();
  bootFiles();
  bootReceive();
  bootPages();
  bootSlab();
  bootVmalloc();
  bootCaches();
}

/** The way into a system call: the machine's round trip and the kernel's own entry code. */
function enter(): void {
  enterKernel();
  measured(map.system_call);
}

function socket(family: i32, type: i32): i32 {
  enter();
  return sys_socketcall(1, family, type, 0);
}

function file(): i32 {
  enter();
  return openOther();
}

function setsockopt(fd: i32, option: i32, value: i32): i32 {
  enter();
  return sys_socketcall(14, fd, option, value);
}

function bind(fd: i32, address: u32, port: u32): i32 {
  enter();
  return sys_socketcall(2, fd, address, port);
}

function listen(fd: i32, backlog: i32): i32 {
  enter();
  return sys_socketcall(4, fd, backlog, 0);
}

function accept(fd: i32): i32 {
  enter();
  return sys_socketcall(5, fd, 0, 0);
}

function shutdown(fd: i32, how: i32): i32 {
  enter();
  return sys_socketcall(13, fd, how, 0);
}

function close(fd: i32): i32 {
  enter();
  return sys_close(fd);
}

export const linux_2_6_20: Kernel = new Kernel(
  "2.6.20",
  bootKernel,
  socket,
  file,
  setsockopt,
  bind,
  listen,
  accept,
  shutdown,
  close,
  receive,
  lookup,
  sysctl,
  describe,
);
