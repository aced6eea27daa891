// : what 2.6.20 and 3.6.5 word alike.
import { exec, ld, st } from "../machine/cpu";
import { cpuCount } from "../machine/cpu_state";
import { poke } from "../machine/ram";
import { EMFILE } from "./errno";
import {
  alloc_fdmem,
  CLOSE_ON_EXEC_INIT,
  clearBit,
  FILE_LOCK,
  fdtableOf,
  freeFdmem,
  NR_OPEN_DEFAULT,
  OPEN_FDS_INIT,
  RLIMIT_NOFILE,
  TASK_BYTES,
  TASK_FILES,
} from "./fdtable";
import { GFP_KERNEL } from "./gfp";
import { roundup_pow_of_two } from "./log2";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { CPU_CURRENT, ofCpu } from "./percpu";
import { kfree, kzalloc } from "./slab";
import { bootSpinLock } from "./spinlock";
import { fdtable, files_struct } from "./structs";
import * as map from "./system_map";

const FD_ARRAY: u32 = 80; // offsetof(struct files_struct, fd_array)

export let files: u32 = 0;

/** Makes the process, with descriptors 0, 1, 2 open on `terminal` (a struct file). Free of charge. Its task_struct. */
export function bootProcess(terminal: u32): u32 {
  const task = staticData(TASK_BYTES);
  files = staticData(256);
  for (let i: u32 = 0; i < cpuCount; i++) poke<u32>(ofCpu(i, CPU_CURRENT) - PAGE_OFFSET, task);
  poke<u32>(task + TASK_FILES - PAGE_OFFSET, files);
  const fdt = files + 8;
  poke<u32>(files - PAGE_OFFSET, 1); // count
  poke<u32>(files + 4 - PAGE_OFFSET, fdt);
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
  if (<u32>changetype<usize>(fdt) != files + 8) {
    freeFdmem(fdt.open_fds);
    freeFdmem(fdt.fd);
    kfree(changetype<usize>(fdt));
  }
  return 1;
}

export function __put_unused_fd(table: files_struct, fd: u32): void {
  clearBit(fdtableOf(table).open_fds, fd);
  if (<i32>fd < table.next_fd) table.next_fd = fd;
}
