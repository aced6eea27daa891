import { type ASUtil, instantiate } from "@assemblyscript/loader";

/** The module's functions (assembly/index.ts; ABI in assembly/README.md). */
export interface CoreExports extends Record<string, unknown> {
  memory: WebAssembly.Memory;
  profileAddress(): number;
  boot(generation: number, cpus: number, seed: number): void;
  bootBare(cpus: number, tlb: number): void;
  bootChase(): void;
  chase(bytes: number, stride: number): number;
  bootTrace(tlb: number, without: number): void;
  replayTrace(at: number, count: number): void;
  statistic(part: number, what: number): bigint;
  traceBuffer(bytes: number): number;
  replay(at: number, count: number): void;
  onCpu(number: number): void;
  clock(number: number): bigint;
  accounts(number: number): number;
  sums(): number;
  record(on: number): void;
  recordAddress(): number;
  recordCount(): number;
  socket(family: number, type: number, protocol: number): number;
  file(): number;
  dup(fd: number): number;
  setsockopt(fd: number, option: number, value: number, second: number): number;
  getsockopt(fd: number, option: number): number;
  bind(fd: number, family: number, address: number, port: number): number;
  connect(fd: number, family: number, address: number, port: number): number;
  listen(fd: number, backlog: number): number;
  accept(fd: number, flags: number, name: number, length: number): number;
  getname(fd: number, peer: number): number;
  send(fd: number, length: number): number;
  recv(fd: number, length: number): number;
  poll(fd: number): number;
  setuid(uid: number): void;
  addressAdd(address: number, prefix: number, broadcast: number): number;
  shutdown(fd: number, how: number): number;
  close(fd: number): number;
  segment(
    saddr: number,
    sport: number,
    daddr: number,
    dport: number,
    seq: number,
    ack: number,
    flags: number,
    length: number,
    dev: number,
  ): number;
  answer(what: number): number;
  lookup(saddr: number, sport: number, daddr: number, dport: number, dev: number): number;
  advance(ms: number): number;
  passCost(on: number): void;
  milliseconds(): number;
  untilTimer(): number;
  sent(what: number): number;
  flow(saddr: number, sport: number, daddr: number, dport: number): number;
  sysctl(name: number, value: number, second: number, set: number): number;
  describe(view: number, argument: number): number;
  linear(address: number): number;
  saveGlobals(address: number): void;
  loadGlobals(address: number): void;
  globalsSize(): number;
  build: WebAssembly.Global;
  view: WebAssembly.Global;
  peerAddress: WebAssembly.Global;
  peerPort: WebAssembly.Global;
  peerFamily: WebAssembly.Global;
  value: WebAssembly.Global;
  secondValue: WebAssembly.Global;
}

export type Core = ASUtil & CoreExports;

/** The module's bytes, compiled module or response; by default the file shipped beside this one. */
export type WasmSource = BufferSource | WebAssembly.Module | Response | PromiseLike<Response>;

let shipped: Promise<WebAssembly.Module> | undefined;

async function compileShipped(): Promise<WebAssembly.Module> {
  const url = new URL("../build/core.wasm", import.meta.url);
  if (url.protocol !== "file:") return WebAssembly.compileStreaming(fetch(url));
  const { readFile } = await import("node:fs/promises");
  return WebAssembly.compile(await readFile(url));
}

/** A fresh instance of the module. The shipped one is compiled once, however many are asked for. */
export async function loadCore(source?: WasmSource): Promise<Core> {
  if (!source) {
    shipped ??= compileShipped();
    source = await shipped;
  }
  const { exports } = await instantiate<CoreExports>(source as Parameters<typeof instantiate>[0], {});
  return exports;
}
