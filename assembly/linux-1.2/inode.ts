// fs/inode.c of Linux 1.2.13: the ring of inodes, in which sockets lie. Left out: disks, quotas, waiting for an inode
// (when all NR_INODE are in use there is none; the kernel would sleep).
import { exec, ld, st, turn } from "../machine/cpu";
import { peek, poke } from "../machine/ram";
import { NR_INODE } from "./config";
import { PAGE_OFFSET, PAGE_SIZE, staticData } from "./memory_map";
import { __get_free_pages } from "./page_alloc";
import { wake_up_interruptible } from "./sched";
import { memset } from "./string";
import { inode } from "./structs";
import * as map from "./system_map";

const INODE: u32 = 224; // sizeof(struct inode)
const I_WAIT: u32 = 64; // offsetof(struct inode, i_wait)
const I_LOCK: u32 = 110; // offsetof(struct inode, i_lock)

// Addresses of static variables, an int each.
export let first_inode: u32 = 0;
let inode_wait: u32 = 0;
export let nr_inodes: u32 = 0;
let nr_free_inodes: u32 = 0;

export function bootInodes(): void {
  first_inode = staticData(4);
  inode_wait = staticData(4);
  nr_inodes = staticData(4);
  nr_free_inodes = staticData(4);
  poke<u32>(first_inode - PAGE_OFFSET, 0);
}

/** Cuts a page into inodes and puts them into the ring. */
function grow_inodes(): bool {
  exec(map.grow_inodes);
  const page = __get_free_pages(0);
  if (page == 0) return false;
  memset(page, 0, PAGE_SIZE);
  const count = PAGE_SIZE / INODE;
  st<u32>(nr_inodes, 0, ld<u32>(nr_inodes, 0) + count);
  st<u32>(nr_free_inodes, 0, ld<u32>(nr_free_inodes, 0) + count);
  let at = page;
  let i: u32 = 0;
  const start = ld<u32>(first_inode, 0);
  if (start == 0) {
    const first = changetype<inode>(at);
    first.i_next = at;
    first.i_prev = at;
    st<u32>(first_inode, 0, at);
    at += INODE;
    i = 1;
  }
  while (turn(map.grow_inodes_turn, i < count)) {
    const head = changetype<inode>(ld<u32>(first_inode, 0));
    const one = changetype<inode>(at);
    const before = head.i_prev;
    one.i_next = <u32>changetype<usize>(head);
    one.i_prev = before;
    changetype<inode>(before).i_next = at;
    head.i_prev = at;
    at += INODE;
    i++;
  }
  return true;
}

/** Takes it out of the ring and puts it in at the end: as one that was used just now. */
function clear_inode(at: inode): void {
  exec(map.clear_inode);
  const me = <u32>changetype<usize>(at);
  const next = at.i_next;
  const prev = at.i_prev;
  changetype<inode>(next).i_prev = prev;
  changetype<inode>(prev).i_next = next;
  if (ld<u32>(first_inode, 0) == me) st<u32>(first_inode, 0, next);
  memset(me, 0, INODE);
  const head = changetype<inode>(ld<u32>(first_inode, 0));
  const last = head.i_prev;
  at.i_prev = last;
  at.i_next = <u32>changetype<usize>(head);
  changetype<inode>(last).i_next = me;
  head.i_prev = me;
}

/** An inode that nobody uses, the longest unused first; 0: there is none. */
export function get_empty_inode(): u32 {
  exec(map.get_empty_inode);
  const total = ld<u32>(nr_inodes, 0);
  if (total < NR_INODE && ld<u32>(nr_free_inodes, 0) <= total >> 2 && !grow_inodes() && total == 0) return 0;
  const count = ld<u32>(nr_inodes, 0);
  let at = changetype<inode>(ld<u32>(first_inode, 0));
  let i: u32 = 0;
  while (turn(map.get_empty_inode_turn, i < count && at.i_count != 0)) {
    at = changetype<inode>(at.i_next);
    i++;
  }
  if (i == count) return 0;
  ld<u8>(changetype<usize>(at), I_LOCK);
  clear_inode(at);
  at.i_count = 1;
  st<u32>(nr_free_inodes, 0, ld<u32>(nr_free_inodes, 0) - 1);
  return <u32>changetype<usize>(at);
}

export function iput(at: inode): void {
  exec(map.iput);
  const count = at.i_count;
  if (count > 1) {
    at.i_count = count - 1;
    return;
  }
  wake_up_interruptible(inode_wait);
  at.i_sb;
  at.i_count = 0;
  st<u32>(nr_free_inodes, 0, ld<u32>(nr_free_inodes, 0) + 1);
}

/** Where its wait queue lies. */
export function waitOf(at: inode): u32 {
  return <u32>changetype<usize>(at) + I_WAIT;
}

/** Free of charge: all inodes by their place in the ring (for the audit). */
export function firstInode(): u32 {
  return peek<u32>(first_inode - PAGE_OFFSET);
}
