// kernel/sched.c of Linux 1.2.13: the clock, the sorted list of timers, the processes. A process has 256 descriptors;
// the host's calls come from as many processes as have room in all for the 1,024 files of the system: descriptor n is
// descriptor n % 256 of process n / 256. Switching between them costs nothing. Left out: sleeping and waking
// (nobody ever sleeps here), the old timer table, the task queues.
import { exec, ld, runOn, turn } from "../machine/cpu";
import { peek, poke } from "../machine/ram";
import { NR_FILE, NR_OPEN } from "./config";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { file, timer_list } from "./structs";
import { cli, restore_flags, save_flags, sti } from "./system";
import * as map from "./system_map";
import { retransmit_timer } from "./tcp_timer";
import { net_timer } from "./timer";

/** What a timer can call (timer_list.function). */
export const NET_TIMER: u32 = 1;
export const RETRANSMIT_TIMER: u32 = 2;

const TASK_EUID: u32 = 786; // offsetof(struct task_struct, euid)
const TASK_UID: u32 = 784; // offsetof(struct task_struct, uid)
const TASK_GID: u32 = 792; // offsetof(struct task_struct, gid)
const TASK_FILES: u32 = 1412; // offsetof(struct task_struct, files)
const FILES_FD: u32 = 36; // offsetof(struct files_struct, fd)
const EXPIRES: u32 = 8; // offsetof(struct timer_list, expires)

// Addresses of static variables.
export let jiffies: u32 = 0;
let current: u32 = 0;
export let timer_head: u32 = 0;

/** struct task_struct of each process, a page apart. */
const PROCESSES: u32 = NR_FILE / NR_OPEN + 1;
const TASK_STRIDE: u32 = 4096;
let tasks: u32 = 0;
/** The one that runs. */
let process: u32 = 0;

/** Starts the clock and makes the processes, all of user 0. Free of charge. */
export function bootSched(): void {
  jiffies = staticData(4);
  current = staticData(4);
  timer_head = staticData(20);
  poke<u32>(timer_head - PAGE_OFFSET, timer_head);
  poke<u32>(timer_head + 4 - PAGE_OFFSET, timer_head);
  poke<u32>(timer_head + EXPIRES - PAGE_OFFSET, u32.MAX_VALUE);
  tasks = staticData(TASK_STRIDE * PROCESSES, TASK_STRIDE);
  runProcess(0);
}

// ---- The processes

function runProcess(number: u32): void {
  process = number;
  poke<u32>(current - PAGE_OFFSET, tasks + number * TASK_STRIDE);
}

/** Runs the process that has a descriptor; the number that it has there. */
export function runOwner(fd: i32): i32 {
  const owner = <u32>fd / NR_OPEN;
  runProcess(owner < PROCESSES ? owner : 0);
  return owner < PROCESSES ? fd % NR_OPEN : fd;
}

/** Runs the first process that has a free descriptor, or the last one. */
export function runWithRoom(): void {
  for (let number: u32 = 0; number < PROCESSES; number++) {
    runProcess(number);
    for (let fd: u32 = 0; fd < NR_OPEN; fd++) {
      if (peek<u32>(fdsOfProcess(number) + fd * 4 - PAGE_OFFSET) == 0) return;
    }
  }
}

/** A descriptor that the running process got, or an error, as the host sees it. */
export function forHost(result: i32): i32 {
  return result < 0 ? result : result + <i32>(process * NR_OPEN);
}

/** What a descriptor of the host is open on: a struct file, 0 for nothing. */
export function openFile(fd: i32): u32 {
  const owner = <u32>fd / NR_OPEN;
  if (owner >= PROCESSES) return 0;
  return peek<u32>(fdsOfProcess(owner) + (<u32>fd % NR_OPEN) * 4 - PAGE_OFFSET);
}

/** Opens descriptors 0, 1 and 2 of all processes on `terminal`; how many that are. */
export function openTerminal(terminal: u32): u32 {
  for (let number: u32 = 0; number < PROCESSES; number++) {
    for (let fd: u32 = 0; fd < 3; fd++) poke<u32>(fdsOfProcess(number) + fd * 4 - PAGE_OFFSET, terminal);
  }
  return 3 * PROCESSES;
}

/** current->uid, euid, gid. */
export function currentUid(): u16 {
  return ld<u16>(ld<u32>(current, 0), TASK_UID);
}

export function currentGid(): u16 {
  return ld<u16>(ld<u32>(current, 0), TASK_GID);
}

/** suser(): may do everything. Inlined. */
export function suser(): bool {
  return ld<u16>(ld<u32>(current, 0), TASK_EUID) == 0;
}

/** Address of current->files->fd[0]; current is a load. */
export function current_fds(): u32 {
  return ld<u32>(current, 0) + TASK_FILES + FILES_FD;
}

/** The same of a process, free of charge. */
function fdsOfProcess(number: u32): u32 {
  return tasks + number * TASK_STRIDE + TASK_FILES + FILES_FD;
}

/** The ops table's `setuid`. Free of charge. */
export function setuid(uid: i32): void {
  for (let number: u32 = 0; number < PROCESSES; number++) {
    const task = tasks + number * TASK_STRIDE - PAGE_OFFSET;
    poke<u16>(task + TASK_UID, <u16>uid);
    poke<u16>(task + TASK_EUID, <u16>uid);
  }
}

/** wake_up_interruptible(): the queue is empty. */
export function wake_up_interruptible(queue: u32): void {
  exec(map.wake_up_interruptible);
  if (queue != 0) ld<u32>(queue, 0);
}

// ---- Timers

/** Inlined. */
export function init_timer(timer: timer_list): void {
  timer.next = 0;
  timer.prev = 0;
}

/** `expires` counts from now; from here on it is a time. Sorted: the walk goes from the first one on. */
export function add_timer(timer: timer_list): void {
  exec(map.add_timer);
  timer.expires = timer.expires + ld<u32>(jiffies, 0);
  const expires = timer.expires;
  save_flags();
  cli();
  let at = changetype<timer_list>(changetype<timer_list>(timer_head).next);
  while (turn(map.add_timer_turn, expires > at.expires)) at = changetype<timer_list>(at.next);
  timer.next = <u32>changetype<usize>(at);
  const before = at.prev;
  timer.prev = before;
  at.prev = <u32>changetype<usize>(timer);
  changetype<timer_list>(before).next = <u32>changetype<usize>(timer);
  restore_flags();
}

/** True if it was pending; `expires` is again what is left of it. */
export function del_timer(timer: timer_list): bool {
  exec(map.del_timer);
  save_flags();
  cli();
  const next = timer.next;
  if (next == 0) {
    restore_flags();
    return false;
  }
  const prev = timer.prev;
  changetype<timer_list>(next).prev = prev;
  changetype<timer_list>(prev).next = next;
  timer.next = 0;
  timer.prev = 0;
  restore_flags();
  timer.expires = timer.expires - ld<u32>(jiffies, 0);
  return true;
}

/** The timers' bottom half. A timer is due when its time is past, not when it has come: a tick late. */
function timer_bh(): void {
  exec(map.timer_bh);
  cli();
  let at = changetype<timer_list>(changetype<timer_list>(timer_head).next);
  while (turn(map.timer_bh_turn, <u32>changetype<usize>(at) != timer_head && at.expires < ld<u32>(jiffies, 0))) {
    const what = at.function_;
    const data = at.data;
    const next = at.next;
    const prev = at.prev;
    changetype<timer_list>(next).prev = prev;
    changetype<timer_list>(prev).next = next;
    at.next = 0;
    at.prev = 0;
    sti();
    if (what == NET_TIMER) net_timer(data);
    else if (what == RETRANSMIT_TIMER) retransmit_timer(data);
    cli();
    at = changetype<timer_list>(changetype<timer_list>(timer_head).next);
  }
  sti();
}

/** The ops table's `nextTimer`: jiffies begin at 0. */
export function nextTimer(): u32 {
  const first = peek<u32>(timer_head - PAGE_OFFSET);
  if (first == timer_head) return u32.MAX_VALUE;
  return peek<u32>(first + EXPIRES - PAGE_OFFSET) + 1;
}

/** The ops table's `runTimers`. */
export function runTimers(tick: u32): void {
  runOn(0);
  poke<u32>(jiffies - PAGE_OFFSET, tick);
  const first = peek<u32>(timer_head - PAGE_OFFSET);
  if (first != timer_head && peek<u32>(first + EXPIRES - PAGE_OFFSET) < tick) timer_bh();
}

/** The struct file of a descriptor, 0 if it is none or out of range. */
export function fileOf(fd: i32, limit: u32): file {
  if (<u32>fd >= limit) return changetype<file>(0);
  return changetype<file>(<usize>ld<u32>(current_fds(), <u32>fd * 4));
}
