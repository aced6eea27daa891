// Linux 1.2.13: table of contents. What the host can ask of it, and how it boots. It knows one CPU: on a machine with
// more, CPU 0 alone runs it, whichever the host names.
import { Kernel } from "../kernel";
import { placeStacks } from "../machine/cpu";
import { openOnly } from "../machine/ledger";
import { bootInet, flow, lookup } from "./af_inet";
import * as calls from "./calls";
import { HZ } from "./config";
import { bootDev, receive } from "./dev";
import { bootFiles } from "./file_table";
import { bootInodes } from "./inode";
import { bootIp } from "./ip";
import { bootKmalloc } from "./kmalloc";
import { bootPageTables, PAGE_SIZE, staticData } from "./memory_map";
import { bootPages } from "./page_alloc";
import { bootProtocols } from "./proto";
import { bootSched, nextTimer, runTimers, setuid } from "./sched";
import { bootSkbuff } from "./skbuff";
import { bootSockets } from "./socket";
import { sysctl } from "./sysctl";
import * as map from "./system_map";
import { describe } from "./view";

/** Lays out memory and builds the tables, free of charge. A kernel stack is a page. */
export function bootKernel(cpus: u32): void {
  openOnly(map.table, map.rows);
  bootPageTables();
  bootSched();
  bootFiles();
  bootInodes();
  bootSockets();
  bootProtocols();
  bootInet();
  bootIp();
  bootDev();
  bootSkbuff();
  bootKmalloc();
  const footprints = staticData(map.footprint, 64);
  placeStacks(footprints, staticData(PAGE_SIZE * cpus, PAGE_SIZE), PAGE_SIZE);
  bootPages();
}

export const linux_1_2: Kernel = new Kernel(
  "1.2",
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
  setuid,
  receive,
  lookup,
  nextTimer,
  runTimers,
  flow,
  sysctl,
  describe,
);
