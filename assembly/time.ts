// Emulated time: what advance() lets pass, and what calls cost. Timers fire between calls, at the kernel's own tick;
// idle ticks are skipped, and the tick itself costs nothing (the kernels are tickless when idle).
//
// Time is counted in cycles of the machine since boot. Of several CPUs the one furthest ahead tells it.
import { Kernel } from "./kernel";
import { clock } from "./machine/cpu";
import { Cpu, cpuCount } from "./machine/cpu_state";
import { Figure, profile } from "./machine/profile";
import { logFull, setWireTime } from "./wire";

let elapsed: u64 = 0;
/** Of the CPUs' clocks, what `elapsed` holds already. */
let counted: u64 = 0;
/** Until when advance() was asked to go. */
let goal: u64 = 0;
/** Ticks since boot that the kernel knows of. */
let tick: u32 = 0;
/** Whether the cycles of calls pass as time. */
let passing: bool = true;

export function startTime(): void {
  elapsed = counted = goal = 0;
  tick = 0;
  passing = true;
  setWireTime(0);
}

/** Whether what calls cost passes as time (as it does unless said otherwise). */
export function passCost(on: bool): void {
  takeCost();
  passing = on;
}

/** Milliseconds since boot. */
function milliseconds(): f64 {
  return <f64>elapsed / <f64>profile(Figure.khz);
}

/** Milliseconds since boot, the last call's included. */
export function now(): f64 {
  takeCost();
  return milliseconds();
}

/** Milliseconds until the next timer is due; infinite if none is pending. */
export function untilTimer(kernel: Kernel): f64 {
  const next = kernel.nextTimer();
  if (next == u32.MAX_VALUE) return Infinity;
  const perTick = (<u64>profile(Figure.khz) * 1000) / kernel.hz;
  return (<f64>next * <f64>perTick) / <f64>profile(Figure.khz) - now();
}

function takeCost(): void {
  clock(); // books what the running CPU has counted
  let latest: u64 = 0;
  for (let i: u32 = 0; i < cpuCount; i++) latest = max(latest, Cpu.at(i).clock);
  if (passing) elapsed += latest - counted;
  counted = latest;
}

/** Before a call: the time that earlier ones took has passed. */
export function settle(kernel: Kernel): void {
  takeCost();
  goal = max(goal, elapsed);
  catchUp(kernel);
}

/** Lets `ms` milliseconds pass. False: the log of what was sent is full before the end; advance(0) goes on. */
export function advance(kernel: Kernel, ms: u32): bool {
  takeCost();
  goal = max(goal, elapsed) + <u64>ms * profile(Figure.khz);
  return catchUp(kernel);
}

/** Runs the timers that are due up to `goal`. */
function catchUp(kernel: Kernel): bool {
  const perTick = (<u64>profile(Figure.khz) * 1000) / kernel.hz;
  const last = <u32>(goal / perTick);
  while (tick < last) {
    if (logFull()) return false;
    tick = max(min(kernel.nextTimer(), last), tick + 1);
    elapsed = max(elapsed, <u64>tick * perTick);
    setWireTime(milliseconds());
    kernel.runTimers(tick);
  }
  elapsed = max(elapsed, goal);
  setWireTime(milliseconds());
  return true;
}
