// fs/file_table.c, fs/open.c, fs/fcntl.c of Linux 1.2.13: struct files in a ring, and the process's 256 descriptors.
// Left out: paths (sys_open is a measured block), file locks.
import { exec, ld, measured, st, turn } from "../machine/cpu";
import { poke } from "../machine/ram";
import { NR_FILE, NR_OPEN } from "./config";
import { EBADF, EMFILE, ENFILE } from "./errno";
import { iput } from "./inode";
import { PAGE_OFFSET, PAGE_SIZE, staticData } from "./memory_map";
import { __get_free_pages } from "./page_alloc";
import { current_fds, fileOf, openTerminal } from "./sched";
import { sock_close } from "./socket";
import { memset } from "./string";
import { file, inode } from "./structs";
import * as map from "./system_map";

const FILE: u32 = 48; // sizeof(struct file)
const F_COUNT: u32 = 14; // offsetof(struct file, f_count)

// Addresses of static variables, an int each.
let first_file: u32 = 0;
let nr_files: u32 = 0;
/** A struct file_operations each: nothing but their addresses is used. */
export let socket_file_ops: u32 = 0;
let def_chr_fops: u32 = 0;

/** The ring is empty; descriptors 0, 1, 2 are open on a terminal. Free of charge. */
export function bootFiles(): void {
  first_file = staticData(4);
  nr_files = staticData(4);
  socket_file_ops = staticData(44);
  def_chr_fops = staticData(44);
  const terminal = staticData(FILE);
  poke<u16>(terminal + F_COUNT - PAGE_OFFSET, <u16>openTerminal(terminal));
}

/** Cuts a page into struct files and puts them into the ring. */
function grow_files(): bool {
  exec(map.grow_files);
  const page = __get_free_pages(0);
  if (page == 0) return false;
  memset(page, 0, PAGE_SIZE);
  const count = PAGE_SIZE / FILE;
  st<u32>(nr_files, 0, ld<u32>(nr_files, 0) + count);
  let at = page;
  let i: u32 = 0;
  if (ld<u32>(first_file, 0) == 0) {
    const first = changetype<file>(at);
    first.f_next = at;
    first.f_prev = at;
    st<u32>(first_file, 0, at);
    at += FILE;
    i = 1;
  }
  while (turn(map.grow_files_turn, i < count)) {
    const head = changetype<file>(ld<u32>(first_file, 0));
    const one = changetype<file>(at);
    const before = head.f_prev;
    one.f_next = <u32>changetype<usize>(head);
    one.f_prev = before;
    changetype<file>(before).f_next = at;
    head.f_prev = at;
    at += FILE;
    i++;
  }
  return true;
}

/** A struct file that nobody uses, taken to the end of the ring; 0: there is none. */
export function get_empty_filp(): u32 {
  exec(map.get_empty_filp);
  let found = findFree();
  if (found == 0 && ld<u32>(nr_files, 0) < NR_FILE && grow_files()) found = findFree();
  if (found == 0) return 0;
  const at = changetype<file>(found);
  const next = at.f_next;
  const prev = at.f_prev;
  changetype<file>(next).f_prev = prev;
  changetype<file>(prev).f_next = next;
  if (ld<u32>(first_file, 0) == found) st<u32>(first_file, 0, next);
  memset(found, 0, FILE);
  const head = changetype<file>(ld<u32>(first_file, 0));
  const last = head.f_prev;
  at.f_prev = last;
  at.f_next = <u32>changetype<usize>(head);
  changetype<file>(last).f_next = found;
  head.f_prev = found;
  at.f_count = 1;
  return found;
}

function findFree(): u32 {
  const count = ld<u32>(nr_files, 0);
  let at = changetype<file>(ld<u32>(first_file, 0));
  let i: u32 = 0;
  while (turn(map.get_empty_filp_turn, i < count && at.f_count != 0)) {
    at = changetype<file>(at.f_next);
    i++;
  }
  return i == count ? 0 : <u32>changetype<usize>(at);
}

/** Opens a file that is no socket, such as /dev/null. */
export function sys_open(): i32 {
  measured(map.sys_open);
  const at = get_empty_filp();
  if (at == 0) return -ENFILE;
  const fd = freeDescriptor(0);
  if (fd < 0) {
    changetype<file>(at).f_count = 0;
    return fd;
  }
  st<u32>(current_fds(), <u32>fd * 4, at);
  changetype<file>(at).f_op = def_chr_fops;
  changetype<file>(at).f_mode = 3;
  return fd;
}

/** The first free descriptor, or -EMFILE. */
function freeDescriptor(from: u32): i32 {
  const fds = current_fds();
  let fd = from;
  while (turn(map.sys_dup_turn, fd < NR_OPEN && ld<u32>(fds, fd * 4) != 0)) fd++;
  return fd < NR_OPEN ? <i32>fd : -EMFILE;
}

export function sys_dup(old: i32): i32 {
  exec(map.sys_dup);
  const at = fileOf(old, NR_OPEN);
  if (changetype<usize>(at) == 0) return -EBADF;
  const fd = freeDescriptor(0);
  if (fd < 0) return fd;
  at.f_count = at.f_count + 1;
  st<u32>(current_fds(), <u32>fd * 4, <u32>changetype<usize>(at));
  return fd;
}

export function sys_close(fd: i32): i32 {
  exec(map.sys_close);
  const at = fileOf(fd, NR_OPEN);
  if (changetype<usize>(at) == 0) return -EBADF;
  st<u32>(current_fds(), <u32>fd * 4, 0);
  return close_fp(at);
}

function close_fp(at: file): i32 {
  exec(map.close_fp);
  const count = at.f_count;
  if (count > 1) {
    at.f_count = count - 1;
    return 0;
  }
  const node = changetype<inode>(at.f_inode);
  if (at.f_op == socket_file_ops) sock_close(node);
  at.f_count = 0;
  at.f_inode = 0;
  if (changetype<usize>(node) != 0) iput(node);
  return 0;
}
