// fs/file.c, fs/open.c, fs/file_table.c: the descriptors of the one process, alike in all kernels from 2.6.20 on.
// 0, 1 and 2 are open. The process has raised its limit (RLIMIT_NOFILE) to 65,536 descriptors.
//
//   current -> files_struct -> fdtable -> array of struct file *, bitmaps of open and close-on-exec descriptors
//   The first 32 descriptors lie in files_struct itself; more are allocated in steps of 256 pointers and doubled.
// Left out: RCU; a table that grew too small is freed at once.
import { exec, ld, st } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { FDMEM_KMALLOC } from "./config";
import { EMFILE } from "./errno";
import { FD_ARRAY, FDT, FDTAB } from "./file_layout";
import { GFP_KERNEL } from "./gfp";
import { roundup_pow_of_two } from "./log2";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { CPU_CURRENT, ofCpu, thisCpu } from "./percpu";
import { kfree, kzalloc } from "./slab";
import { bootSpinLock, spin_lock, spin_unlock } from "./spinlock";
import { fdtable, files_struct } from "./structs";
import * as map from "./system_map";
import { is_vmalloc_addr, vfree, zeroedArea } from "./vmalloc";

export const RLIMIT_NOFILE: u32 = 65536;
export const NR_OPEN_DEFAULT: u32 = 32;
/** Offset of task_struct.files (any: the struct is not modelled), and of files_struct's first tables. */
export const TASK_FILES: u32 = 1024;
export const TASK_BYTES: u32 = 2048;
export const CLOSE_ON_EXEC_INIT: u32 = 72; // offsetof(struct files_struct, close_on_exec_init)
export const OPEN_FDS_INIT: u32 = 76; // offsetof(struct files_struct, open_fds_init)

export const FILE_LOCK: u32 = 64; // offsetof(struct files_struct, file_lock)

export let files: u32 = 0;

/** Makes the process, with descriptors 0, 1, 2 open on `terminal` (a struct file). Free of charge. Its task_struct. */
export function bootProcess(terminal: u32): u32 {
  const task = staticData(TASK_BYTES);
  files = staticData(256);
  for (let i: u32 = 0; i < cpuCount; i++) poke<u32>(ofCpu(i, CPU_CURRENT) - PAGE_OFFSET, task);
  poke<u32>(task + TASK_FILES - PAGE_OFFSET, files);
  const fdt = files + FDTAB;
  poke<u32>(files - PAGE_OFFSET, 1); // count
  poke<u32>(files + FDT - PAGE_OFFSET, fdt);
  bootSpinLock(files + FILE_LOCK);
  poke<u32>(files + 68 - PAGE_OFFSET, 3); // next_fd
  poke<u32>(fdt - PAGE_OFFSET, NR_OPEN_DEFAULT);
  poke<u32>(fdt + 4 - PAGE_OFFSET, files + FD_ARRAY);
  poke<u32>(fdt + 8 - PAGE_OFFSET, files + CLOSE_ON_EXEC_INIT);
  poke<u32>(fdt + 12 - PAGE_OFFSET, files + OPEN_FDS_INIT);
  poke<u32>(files + OPEN_FDS_INIT - PAGE_OFFSET, 7);
  for (let fd: u32 = 0; fd < 3; fd++) poke<u32>(files + FD_ARRAY + fd * 4 - PAGE_OFFSET, terminal);
  return task;
}

/** Where the process's files_struct lies (for the host's view). */
export function filesOfProcess(): u32 {
  return files;
}

/** current: a load. */
export function current(): u32 {
  return ld<u32>(thisCpu(CPU_CURRENT), 0);
}

/** current->files: two loads. */
export function currentFiles(): files_struct {
  return changetype<files_struct>(ld<u32>(current(), TASK_FILES));
}

export function fdtableOf(table: files_struct): fdtable {
  return changetype<fdtable>(table.fdt);
}

/** The struct file of a descriptor, 0 if it is not open. Inlined. */
export function fcheck_files(table: files_struct, fd: i32): u32 {
  const fdt = fdtableOf(table);
  if (<u32>fd >= fdt.max_fds) return 0;
  return ld<u32>(fdt.fd, <u32>fd * 4);
}

function find_next_zero_bit(bitmap: u32, bits: u32, from: u32): u32 {
  exec(map.find_next_zero_bit);
  for (let at = from; at < bits; at = (at & ~31) + 32) {
    const free = ~ld<u32>(bitmap, (at >> 5) * 4) & (u32.MAX_VALUE << (at & 31));
    if (free != 0) return (at & ~31) + ctz(free);
  }
  return bits;
}

/** Zeroed memory for a table: from vmalloc when it is larger than this kernel asks kmalloc for. Inlined. */
export function alloc_fdmem(bytes: u32): u32 {
  return bytes <= FDMEM_KMALLOC ? kzalloc(bytes, GFP_KERNEL) : zeroedArea(bytes);
}

export function freeFdmem(table: u32): void {
  if (is_vmalloc_addr(table)) vfree(table);
  else kfree(table);
}

/** The lowest free descriptor, marked open: what get_unused_fd() (2.6.20) and alloc_fd() (3.6) do. -EMFILE if none. */
export function takeDescriptor(): i32 {
  const table = currentFiles();
  const lock = changetype<usize>(table) + FILE_LOCK;
  spin_lock(lock);
  let fd: u32 = 0;
  for (;;) {
    const fdt = fdtableOf(table);
    fd = find_next_zero_bit(fdt.open_fds, fdt.max_fds, table.next_fd);
    const error = expand_files(table, fd);
    if (error < 0) {
      spin_unlock(lock);
      return error;
    }
    if (error == 0) break;
  }
  const fdt = fdtableOf(table);
  setBit(fdt.open_fds, fd);
  clearBit(fdt.close_on_exec, fd);
  table.next_fd = fd + 1;
  ld<u32>(fdt.fd, fd * 4);
  spin_unlock(lock);
  return fd;
}

function setBit(bitmap: u32, bit: u32): void {
  const word = (bit >> 5) * 4;
  st<u32>(bitmap, word, ld<u32>(bitmap, word) | (1 << (bit & 31)));
}

export function clearBit(bitmap: u32, bit: u32): void {
  const word = (bit >> 5) * 4;
  st<u32>(bitmap, word, ld<u32>(bitmap, word) & ~(1 << (bit & 31)));
}

export function put_unused_fd(fd: i32): void {
  exec(map.put_unused_fd);
  const table = currentFiles();
  spin_lock(changetype<usize>(table) + FILE_LOCK);
  __put_unused_fd(table, fd);
  spin_unlock(changetype<usize>(table) + FILE_LOCK);
}

export function fd_install(fd: i32, file: u32): void {
  exec(map.fd_install);
  const table = currentFiles();
  spin_lock(changetype<usize>(table) + FILE_LOCK);
  const fdt = fdtableOf(table);
  ld<u32>(fdt.fd, <u32>fd * 4); // must be empty
  st<u32>(fdt.fd, <u32>fd * 4, file);
  spin_unlock(changetype<usize>(table) + FILE_LOCK);
}

/** Takes a struct file out of the table: what sys_close() does first. 0 if the descriptor is not open. */
export function takeOut(fd: i32): u32 {
  const table = currentFiles();
  const lock = changetype<usize>(table) + FILE_LOCK;
  spin_lock(lock);
  const file = fcheck_files(table, fd);
  if (file != 0) {
    const fdt = fdtableOf(table);
    st<u32>(fdt.fd, <u32>fd * 4, 0);
    clearBit(fdt.close_on_exec, fd);
    __put_unused_fd(table, fd);
  }
  spin_unlock(lock);
  return file;
}

/** More room if `nr` does not fit: negative if there is none, 1 if the table was exchanged. */
export function expand_files(table: files_struct, nr: u32): i32 {
  exec(map.expand_files);
  const fdt = fdtableOf(table);
  const old = fdt.max_fds;
  if (nr < old) return 0;
  if (nr >= RLIMIT_NOFILE) return -EMFILE;
  const room = roundup_pow_of_two((nr + 1) / 256 + 1) * 256;
  const fresh = kzalloc(32, GFP_KERNEL);
  const fds = alloc_fdmem(room * 4);
  const sets = alloc_fdmem(max<u32>(room / 4, 64));
  if (fresh == 0 || fds == 0 || sets == 0) {
    if (fresh != 0) kfree(fresh);
    if (fds != 0) freeFdmem(fds);
    if (sets != 0) freeFdmem(sets);
    return -EMFILE;
  }
  const grown = changetype<fdtable>(fresh);
  for (let i: u32 = 0; i < old; i++) st<u32>(fds, i * 4, ld<u32>(fdt.fd, i * 4));
  for (let i: u32 = 0; i < old / 32; i++) st<u32>(sets, i * 4, ld<u32>(fdt.open_fds, i * 4));
  grown.max_fds = room;
  grown.fd = fds;
  grown.open_fds = sets;
  grown.close_on_exec = sets + room / 8;
  table.fdt = fresh;
  if (<u32>changetype<usize>(fdt) != files + FDTAB) {
    freeFdmem(fdt.open_fds);
    freeFdmem(fdt.fd);
    kfree(changetype<usize>(fdt));
  }
  return 1;
}

export function __put_unused_fd(table: files_struct, fd: u32): void {
  clearBit(fdtableOf(table).open_fds, fd);
  if (fd < <u32>table.next_fd) table.next_fd = fd;
}
