// The whole surface of the module (README.md describes it for embedders). Nothing is imported.
import { setPeer, setValue } from "./abi";
import { addAddress, forgetAddresses } from "./addresses";
import { Kernel } from "./kernel";
import { kernels } from "./kernels";
import { clock as currentClock, recordCalls, runOn, startMachine } from "./machine/cpu";
import { Cpu, cpuCount } from "./machine/cpu_state";
import { accountsOf, sumAccounts } from "./machine/ledger";
import { loadDirectory, Paging, paging, translate } from "./machine/mmu";
import { ram, startRam } from "./machine/ram";
import { seedRandom } from "./random";
import * as time from "./time";
import * as wire from "./wire";
import { arriving, startLog, startSegment } from "./wire";

export { peerAddress, peerFamily, peerPort, secondValue, value, view } from "./abi";
export { bootChase, chase } from "./machine/chase";
export { profileAddress } from "./machine/profile";
export { recordAddress, recordCount } from "./machine/record";
export { replay } from "./machine/replay";
export { bootTrace, replayTrace, statistic } from "./machine/trace";

let kernel: Kernel = kernels[0];

/** Boots a kernel on the machine whose figures lie at profileAddress(). Everything before is forgotten. */
export function boot(generation: i32, cpus: u32, seed: u32): void {
  kernel = kernels[generation];
  startMachine(cpus);
  startRam(1 << 20);
  seedRandom(seed);
  forgetAddresses();
  time.startTime();
  startLog();
  startSegment();
  setPeer(0, 0);
  setValue(0);
  kernel.boot(cpus);
}

/** Before every call: the log is empty, and the time that earlier calls took has passed. */
function begin(): void {
  startLog();
  time.settle(kernel);
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

export function socket(family: i32, type: i32, protocol: i32): i32 {
  begin();
  return kernel.socket(family, type, protocol);
}

export function file(): i32 {
  begin();
  return kernel.file();
}

export function dup(fd: i32): i32 {
  begin();
  return kernel.dup(fd);
}

export function setsockopt(fd: i32, option: i32, value: i32, second: i32): i32 {
  begin();
  return kernel.setsockopt(fd, option, value, second);
}

export function getsockopt(fd: i32, option: i32): i32 {
  begin();
  return kernel.getsockopt(fd, option);
}

export function bind(fd: i32, family: i32, address: u32, port: u32): i32 {
  begin();
  return kernel.bind(fd, family, address, port);
}

export function connect(fd: i32, family: i32, address: u32, port: u32): i32 {
  begin();
  return kernel.connect(fd, family, address, port);
}

export function listen(fd: i32, backlog: i32): i32 {
  begin();
  return kernel.listen(fd, backlog);
}

export function accept(fd: i32, flags: i32, name: i32, length: i32): i32 {
  begin();
  return kernel.accept(fd, flags, name, length);
}

export function shutdown(fd: i32, how: i32): i32 {
  begin();
  return kernel.shutdown(fd, how);
}

export function close(fd: i32): i32 {
  begin();
  return kernel.close(fd);
}

export function getname(fd: i32, peer: bool): i32 {
  begin();
  return kernel.getname(fd, peer);
}

export function send(fd: i32, length: i32): i32 {
  begin();
  return kernel.send(fd, length);
}

export function recv(fd: i32, length: i32): i32 {
  begin();
  return kernel.recv(fd, length);
}

export function poll(fd: i32): i32 {
  begin();
  return kernel.poll(fd);
}

export function setuid(uid: i32): void {
  kernel.setuid(uid);
}

/** The host has this address, with so many bits of network; the first call ends that every address is its own. */
export function addressAdd(address: u32, prefix: u32, broadcast: u32): i32 {
  return addAddress(address, prefix, broadcast) ? 1 : 0;
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
  begin();
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

/** Lets milliseconds of emulated time pass. 0: the log of what was sent is full before the end; advance(0) goes on. */
export function advance(ms: u32): i32 {
  startLog();
  return time.advance(kernel, ms) ? 1 : 0;
}

/** Whether what calls cost passes as time (it does, until this is called with 0). */
export function passCost(on: bool): void {
  time.passCost(on);
}

/** Emulated milliseconds since boot. */
export function milliseconds(): f64 {
  return time.now();
}

/** Emulated milliseconds until the next timer is due; infinite if none is pending. */
export function untilTimer(): f64 {
  return time.untilTimer(kernel);
}

/** What the last call sent: address (0) and number (1) of the log's records (wire.ts); SYN-ACKs (2); requests given
 * up by timers (3). */
export function sent(what: i32): usize {
  return what == 0 ? wire.log : what == 1 ? wire.logged : what == 2 ? wire.synacks : wire.expired;
}

export function lookup(saddr: u32, sport: u32, daddr: u32, dport: u32, dev: i32): i32 {
  begin();
  return kernel.lookup(saddr, sport, daddr, dport, dev);
}

/** TCP state of what the kernel has of a peer (a request, a connection, TIME_WAIT); 0: nothing. */
export function flow(saddr: u32, sport: u32, daddr: u32, dport: u32): i32 {
  return kernel.flow(saddr, sport, daddr, dport);
}

export function sysctl(name: i32, value: i32, second: i32, set: bool): i32 {
  return kernel.sysctl(name, value, second, set);
}

/** Writes a view (abi.ts) at `view`; returns its words. */
export function describe(what: i32, argument: i32): i32 {
  return kernel.describe(what, argument);
}

/** Linear address of a kernel virtual address, to look at emulated memory free of charge. */
export function linear(address: u32): usize {
  return ram + (paging == Paging.tables ? translate(address) : address);
}
