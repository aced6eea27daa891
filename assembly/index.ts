// The whole surface of the module (README.md describes it for embedders). Nothing is imported.
import { Kernel } from "./kernel";
import { linux_2_6_20 } from "./linux-2.6.20/kernel";
import { linux_3_6 } from "./linux-3.6/kernel";
import { clock as currentClock, recordCalls, runOn, startMachine } from "./machine/cpu";
import { Cpu, cpuCount } from "./machine/cpu_state";
import { accountsOf, sumAccounts } from "./machine/ledger";
import { loadDirectory, Paging, paging, translate } from "./machine/mmu";
import { ram, startRam } from "./machine/ram";
import { seedRandom } from "./random";
import * as wire from "./wire";
import { arriving, startSegment } from "./wire";

export { peerAddress, peerPort, view } from "./abi";
export { profileAddress } from "./machine/profile";
export { recordAddress, recordCount } from "./machine/record";
export { replay } from "./machine/replay";

/** In the order of the host's list (src/kernels.ts). */
const kernels: StaticArray<Kernel> = [linux_2_6_20, linux_3_6];
let kernel: Kernel = kernels[0];

/** Boots a kernel on the machine whose figures lie at profileAddress(). Everything before is forgotten. */
export function boot(generation: i32, cpus: u32, seed: u32): void {
  kernel = kernels[generation];
  startMachine(cpus);
  startRam(1 << 20);
  seedRandom(seed);
  kernel.boot(cpus);
}

/** Boots the machine alone, without a kernel, to replay address traces: with a TLB (1) or without (0). */
export function bootBare(cpus: u32, tlb: bool): void {
  startMachine(cpus);
  startRam(1 << 16);
  loadDirectory(tlb ? Paging.identity : Paging.off, 0);
}

/** Room for `bytes` of trace records, in emulated physical memory; a linear address. Only after bootBare(). */
export function traceBuffer(bytes: u32): usize {
  startRam(bytes);
  return ram;
}

/** Makes what follows run on a CPU. */
export function onCpu(number: u32): void {
  runOn(number);
}

/** Cycles on a CPU's clock. */
export function clock(number: u32): u64 {
  currentClock(); // books what the running CPU has counted
  return Cpu.at(number).clock;
}

/** Address of a CPU's accounts (machine/ledger.ts). */
export function accounts(number: u32): usize {
  currentClock();
  return accountsOf(number);
}

/** Writes the sums over all accounts of all CPUs: 12 causes, 7 counts and the page walks, u64 each. */
export function sums(): usize {
  currentClock();
  return sumAccounts(cpuCount);
}

/** Begins (true) or ends the recording of calls and returns (machine/record.ts); beginning forgets the last one. */
export function record(on: bool): void {
  recordCalls(on);
}

export function socket(family: i32, type: i32): i32 {
  return kernel.socket(family, type);
}

export function file(): i32 {
  return kernel.file();
}

export function setsockopt(fd: i32, option: i32, value: i32): i32 {
  return kernel.setsockopt(fd, option, value);
}

export function bind(fd: i32, address: u32, port: u32): i32 {
  return kernel.bind(fd, address, port);
}

export function listen(fd: i32, backlog: i32): i32 {
  return kernel.listen(fd, backlog);
}

export function accept(fd: i32): i32 {
  return kernel.accept(fd);
}

export function shutdown(fd: i32, how: i32): i32 {
  return kernel.shutdown(fd, how);
}

export function close(fd: i32): i32 {
  return kernel.close(fd);
}

/** A TCP segment arrives. Returns its outcome (wire.ts); the latest answer is at answer(). */
export function segment(
  saddr: u32,
  sport: u32,
  daddr: u32,
  dport: u32,
  seq: u32,
  ack: u32,
  flags: u32,
  length: u32,
  dev: i32,
): i32 {
  arriving.saddr = saddr;
  arriving.sport = sport;
  arriving.daddr = daddr;
  arriving.dport = dport;
  arriving.seq = seq;
  arriving.ack = ack;
  arriving.flags = flags;
  arriving.length = length;
  arriving.dev = dev;
  startSegment();
  kernel.receive();
  return wire.outcome;
}

/** Of the answers to the last segment: how many (0), and the latest one's flags (1), seq (2), ack (3). */
export function answer(what: i32): u32 {
  return what == 0 ? wire.answers : what == 1 ? wire.answerFlags : what == 2 ? wire.answerSeq : wire.answerAck;
}

export function lookup(saddr: u32, sport: u32, daddr: u32, dport: u32, dev: i32): i32 {
  return kernel.lookup(saddr, sport, daddr, dport, dev);
}

export function sysctl(name: i32, value: i32, set: bool): i32 {
  return kernel.sysctl(name, value, set);
}

/** Writes a view (abi.ts) at `view`; returns its words. */
export function describe(what: i32, argument: i32): i32 {
  return kernel.describe(what, argument);
}

/** Linear address of a kernel virtual address, to look at emulated memory free of charge. */
export function linear(address: u32): usize {
  return ram + (paging == Paging.tables ? translate(address) : address);
}
