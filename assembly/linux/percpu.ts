// Per-CPU data and the kernel's static variables: where they lie. Laid out by boot in emulated memory; kernel code
// reads and writes them with charged accesses.
//
// One CPU's area (each CPU has its own 4 KiB, in order of number). What the kernels declare in different files lies in
// different lines, as in the traced ones:
//      0  irq_stat: softirq pending    64  per-cpu counters of protocols: one i32 each    256  MIB of the network: one u32 each
//   1024  PDA or hot variables: number of this CPU, current    1088  a flag of the scheduler
//   1152  where this CPU's area lies (this_cpu_off)    1216  COUNTERS: shares of counts, percpu_shares.ts
//   2048  of the page and slab allocators
import { cpu, ld, st } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { peek, poke } from "../machine/ram";
import { PAGE_OFFSET, staticData } from "./memory_map";

const AREA: u32 = 4096;
export const SOFTIRQ_PENDING: u32 = 0;
export const CPU_NUMBER: u32 = 1028;
export const CPU_FLAG: u32 = 1088;
export const CPU_CURRENT: u32 = 1036;
export const THIS_CPU_OFF: u32 = 1152;
export const PROT_INUSE: u32 = 64;
export const COUNTERS: u32 = 1216;
export const MIB: u32 = 256;

let areas: u32 = 0;

// Addresses of static variables (each an int).
export let jiffies: u32 = 0;
export let sysctl_somaxconn: u32 = 0;
export let sysctl_max_syn_backlog: u32 = 0;
export let sysctl_tcp_syncookies: u32 = 0;
export let sysctl_tcp_synack_retries: u32 = 0;
export let sysctl_tcp_abort_on_overflow: u32 = 0;
/** Two ints: low and high. */
export let sysctl_local_port_range: u32 = 0;
/** tcp_rmem and tcp_wmem: their default (the middle of three), the maximum 4 bytes on. */
export let sysctl_tcp_rmem: u32 = 0;
export let sysctl_tcp_wmem: u32 = 0;
export let sysctl_tcp_reordering: u32 = 0;
export let sysctl_rmem_max: u32 = 0;
export let sysctl_tcp_workaround_signed_windows: u32 = 0;
export let sysctl_tcp_adv_win_scale: u32 = 0;
export let sysctl_tcp_app_win: u32 = 0;
export let sysctl_tcp_mtu_probing: u32 = 0;
export let sysctl_tcp_base_mss: u32 = 0;
export let sysctl_tcp_fack: u32 = 0;
export let sysctl_tcp_early_retrans: u32 = 0;
export let sysctl_tcp_thin_dupack: u32 = 0;
export let tcp_sockets_allocated: u32 = 0;
export let tcp_orphan_count: u32 = 0;
export let tcp_memory_allocated: u32 = 0;
/** Head of the list of congestion controls: the address of the first, struct tcp_congestion_ops. */
export let tcp_cong_list: u32 = 0;
/** struct tcp_congestion_ops of sockets that have not chosen yet. */
export let tcp_init_congestion_ops: u32 = 0;
/** A percpu_counter: its 64-bit count lies COUNT bytes on. */
export let nr_files: u32 = 0;
export const COUNT: u32 = 4;
export let files_stat: u32 = 0;
export let dentry_stat: u32 = 0;
/** The slab caches' addresses: caches.ts fills them in. */
export let sock_inode_cachep: u32 = 0;
export let filp_cachep: u32 = 0;
export let dentry_cache: u32 = 0;
/** Distances of the CPUs' areas, one word for each CPU. */
let __per_cpu_offset: u32 = 0;
export let inodes_stat: u32 = 0;
export let inode_lock: u32 = 0;
export let dcache_lock: u32 = 0;

/** One word of static memory of its own. */
function variable(value: i32): u32 {
  const at = staticData(4, 4);
  poke<i32>(at - PAGE_OFFSET, value);
  return at;
}

/** Lays out the per-CPU areas and the static variables; the sysctls begin with the kernel's own defaults. */
export function bootVariables(maxSynBacklog: i32, syncookies: i32, startJiffies: u32): void {
  areas = staticData(AREA * cpuCount, 4096);
  for (let i: u32 = 0; i < cpuCount; i++) poke<u32>(areas + i * AREA + CPU_NUMBER - PAGE_OFFSET, i);
  __per_cpu_offset = staticData(4 * cpuCount);
  for (let i: u32 = 0; i < cpuCount; i++) {
    poke<u32>(__per_cpu_offset + i * 4 - PAGE_OFFSET, i * AREA);
    poke<u32>(areas + i * AREA + THIS_CPU_OFF - PAGE_OFFSET, i * AREA);
  }
  staticData(0, 64);
  jiffies = variable(startJiffies);
  staticData(0, 64);
  sysctl_somaxconn = variable(128);
  sysctl_max_syn_backlog = variable(maxSynBacklog);
  sysctl_tcp_syncookies = variable(syncookies);
  sysctl_tcp_synack_retries = variable(5);
  sysctl_tcp_abort_on_overflow = variable(0);
  sysctl_local_port_range = variable(32768);
  variable(61000);
  sysctl_tcp_rmem = variable(87380);
  variable(4 << 20);
  sysctl_tcp_wmem = variable(16384);
  variable(4 << 20);
  sysctl_tcp_reordering = variable(3);
  sysctl_rmem_max = variable(131071);
  sysctl_tcp_workaround_signed_windows = variable(0);
  sysctl_tcp_adv_win_scale = variable(2);
  sysctl_tcp_app_win = variable(31);
  sysctl_tcp_mtu_probing = variable(0);
  sysctl_tcp_base_mss = variable(512);
  sysctl_tcp_fack = variable(1);
  sysctl_tcp_early_retrans = variable(0);
  sysctl_tcp_thin_dupack = variable(0);
  sock_inode_cachep = variable(0);
  filp_cachep = variable(0);
  dentry_cache = variable(0);
  tcp_cong_list = staticData(64);
  poke<u32>(tcp_cong_list - PAGE_OFFSET, staticData(64));
  tcp_init_congestion_ops = staticData(64);
  tcp_sockets_allocated = staticData(64);
  tcp_orphan_count = staticData(64);
  tcp_memory_allocated = staticData(64);
  nr_files = staticData(64);
  files_stat = staticData(64);
  dentry_stat = staticData(64);
  inodes_stat = staticData(64);
  inode_lock = staticData(64);
  dcache_lock = staticData(64);
}

/** Free of charge: somaxconn lies elsewhere (in struct net). */
export function placeSomaxconn(address: u32): void {
  sysctl_somaxconn = address;
  poke<i32>(address - PAGE_OFFSET, 128);
}

/** Where the current CPU's copy of a per-CPU variable lies. */
export function thisCpu(offset: u32): u32 {
  return areas + cpu.number * AREA + offset;
}

/**
 * The same, found as __get_cpu_var() of an SMP kernel without a segment register does: by the CPU's number and the
 * distance of its area, two charged loads.
 */
export function __get_cpu_var(offset: u32): u32 {
  const number = ld<u32>(thisCpu(CPU_NUMBER), 0);
  return areas + ld<u32>(__per_cpu_offset, number * 4) + offset;
}

/** Where CPU `number`'s copy lies. */
export function ofCpu(number: u32, offset: u32): u32 {
  return areas + number * AREA + offset;
}

/** Reads a static variable: a charged load. */
export function read(variable: u32): i32 {
  return ld<i32>(variable, 0);
}

export function write(variable: u32, value: i32): void {
  st<i32>(variable, 0, value);
}

/** Sum over all CPUs of a per-CPU word, free of charge. */
export function sumOfCpus(offset: u32): u32 {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < cpuCount; i++) sum += peek<u32>(ofCpu(i, offset) - PAGE_OFFSET);
  return sum;
}
