// How 2.6.20 to 4.14 boot, and the table of what the host can ask of them (../kernel.ts).
import { Kernel } from "../kernel";
import { placeStacks } from "../machine/cpu";
import { openOnly } from "../machine/ledger";
import { bootCaches } from "./caches";
import * as calls from "./calls";
import { HZ, INITIAL_JIFFIES } from "./config";
import { bootFiles } from "./file";
import { bootHeld } from "./held";
import { bootHashTables } from "./inet_hashtables";
import { bootOwn } from "./kernel";
import { bootPageTables, staticData } from "./memory_map";
import { bootPages } from "./page_alloc";
import { bootVariables } from "./percpu";
import { bootProtocols } from "./protocols";
import { bootSlab } from "./slab";
import { bootSocketcall } from "./socketcall";
import { sysctl } from "./sysctl";
import { MAX_SYN_BACKLOG, SYNCOOKIES } from "./sysctl_defaults";
import * as map from "./system_map";
import { bootReceive, lookup, receive } from "./tcp_ipv4";
import { bootTimers } from "./timer";
import { runTimers } from "./timer_softirq";
import { nextTimer } from "./timer_soonest";
import { describe } from "./view";
import { bootVmalloc } from "./vmalloc";

/** A kernel stack has two pages (THREAD_SIZE, CONFIG_4KSTACKS off). */
const THREAD_SIZE: u32 = 8192;

/** Lays out memory and builds the tables, free of charge. */
export function bootKernel(cpus: u32): void {
  openOnly(map.table, map.rows);
  bootHeld();
  bootPageTables();
  bootVariables(MAX_SYN_BACKLOG, SYNCOOKIES, INITIAL_JIFFIES);
  bootOwn();
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

/** The table of a kernel, by its version. */
export function kernelOf(version: string): Kernel {
  return new Kernel(
    version,
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
}
