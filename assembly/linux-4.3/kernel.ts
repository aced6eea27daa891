// Linux 4.3: table of contents. What the host can ask of it, and how it boots.
import { Kernel } from "../kernel";
import { placeStacks } from "../machine/cpu";
import { bootCaches } from "./caches";
import * as calls from "./calls";
import { HZ } from "./config";
import { bootFiles } from "./file";
import { bootHeld } from "./held";
import { bootHashTables } from "./inet_hashtables";
import { bootPageTables, staticData } from "./memory_map";
import { bootNet } from "./net_namespace";
import { bootPages } from "./page_alloc";
import { bootVariables } from "./percpu";
import { bootProtocols } from "./protocols";
import { bootSlab } from "./slab";
import { bootSocketcall } from "./socketcall";
import { sysctl } from "./sysctl";
import * as map from "./system_map";
import { bootReceive, lookup, receive } from "./tcp_ipv4";
import { bootTimers, nextTimer } from "./timer";
import { runTimers } from "./timer_softirq";
import { bootVariables4x } from "./variables_4x";
import { describe } from "./view";
import { bootVmalloc } from "./vmalloc";

/** A kernel stack has two pages (THREAD_SIZE, CONFIG_4KSTACKS off). */
const THREAD_SIZE: u32 = 8192;
/**
 * The clock, which began five minutes before it wraps (INITIAL_JIFFIES): the host has been up for an hour. In the first
 * seven minutes a new listener's stamp of its last overflow, 0, would count as recent.
 */
const INITIAL_JIFFIES: u32 = (3600 - 300) * 250;
/** sysctl_max_syn_backlog as tcp_init() leaves it for these tables, tcp_syncookies as shipped. */
const MAX_SYN_BACKLOG: i32 = 128;
const SYNCOOKIES: i32 = 1;

/** Lays out memory and builds the tables, free of charge. */
export function bootKernel(cpus: u32): void {
  bootHeld();
  bootPageTables();
  bootVariables(MAX_SYN_BACKLOG, SYNCOOKIES, INITIAL_JIFFIES);
  bootVariables4x();
  bootNet();
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

export const linux_4_3: Kernel = new Kernel(
  "4.3",
  HZ,
  bootKernel,
  calls.socket,
  calls.file,
  calls.dup,
  calls.setsockopt,
  calls.getsockopt,
  calls.bind,
  calls.connect,
  calls.listen,
  calls.accept,
  calls.shutdown,
  calls.close,
  calls.getname,
  calls.send,
  calls.recv,
  calls.poll,
  calls.setuid,
  receive,
  lookup,
  nextTimer,
  runTimers,
  calls.flow,
  sysctl,
  describe,
);
