// fs/file_table.c, fs/inode.c, fs/dcache.c, net/socket.c of 3.6, 4.3 and 4.14: the objects behind a descriptor.
// The objects come from their slabs and hang in the real lists. Left out: security, and RCU: what is freed later there
// is freed at once.
import { exec, ld, measured, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { atomic_dec } from "./atomic";
import { bootProcess } from "./fdtable";
import { __d_instantiate, inode_init_always } from "./file";
import { D_CHILD, D_COUNT, D_LOCK, F_COUNT, F_OP } from "./file_layout";
import { GFP_KERNEL } from "./gfp";
import { __hlist_del, INIT_LIST_HEAD } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import {
  COUNTERS,
  dentry_cache,
  files_stat,
  filp_cachep,
  inode_lock,
  read,
  sock_inode_cachep,
  THIS_CPU_OFF,
  thisCpu,
} from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { count, DENTRIES, FILES, LAST_INO, MOUNTS } from "./percpu_shares";
import { kfree, kmalloc, kmem_cache_alloc, kmem_cache_free } from "./slab";
import { bootSpinLock, spin_lock, spin_lock_init, spin_unlock } from "./spinlock";
import { dentry, file, inode, socket, socket_wq } from "./structs";
import * as map from "./system_map";
import { init_waitqueue_head } from "./wait";

export const S_IFSOCK: u16 = 0xc1ff;
const SS_UNCONNECTED: u32 = 1;
/** struct socket_alloc: the inode lies behind the socket. */
export const VFS_INODE: u32 = 28; // offsetof(struct socket_alloc, vfs_inode)

// Structs that the facts do not know: where the traced kernel's accept() found their fields.
export const SB_BLOCKSIZE_BITS: u32 = 12;
const SB_OP: u32 = 32;
export const SB_BDEV: u32 = 176;
const SB_D_OP: u32 = 536;
/** struct vfsmount, and the struct mount around it: its per-CPU counts. */
export const MNT_SB: u32 = 4;
const MNT_PCP: u32 = 12;
/** task_struct.cred: as far before `files` as in the traced kernel. */
export const TASK_CRED: u32 = 860;
export const CRED_FSUID: u32 = 28;
export const CRED_FSGID: u32 = 32;
export const MAX_FILES: u32 = 8;

export const I_LOCK: u32 = 72; // offsetof(struct inode, i_lock)
const D_NAME: u32 = 20; // offsetof(struct dentry, d_name)
const D_INAME: u32 = 36; // offsetof(struct dentry, d_iname)
const D_HASH: u32 = 8; // offsetof(struct dentry, d_hash)
const LAST_OF_NAME: u32 = 35;
export const F_PATH: u32 = 8; // offsetof(struct file, f_path)
export const F_DENTRY: u32 = 12; // offsetof(struct file, f_path.dentry)

export let sb: u32 = 0;
/** A static variable: the mount of sockfs. */
export let sock_mnt: u32 = 0;
let cred: u32 = 0;
/** Variables that alloc_file() and get_empty_filp() read. */
export let percpu_counter_batch: u32 = 0;
/** Tables that stand for operations: only their places matter. */
let sockfs_ops: u32 = 0;
let sockfs_dentry_operations: u32 = 0;
export let empty_iops: u32 = 0;
/** Addresses that stand for the operations of sockets and of other files. */
export let socket_file_ops: u32 = 0;
export let other_file_ops: u32 = 0;

/** Makes sockfs and the process. Free of charge. */
export function bootFiles(): void {
  sb = staticData(1024);
  sockfs_ops = staticData(128);
  sockfs_dentry_operations = staticData(64);
  empty_iops = staticData(64);
  poke<u32>(sb + SB_OP - PAGE_OFFSET, sockfs_ops);
  poke<u32>(sb + SB_D_OP - PAGE_OFFSET, sockfs_dentry_operations);
  const mount = staticData(128);
  poke<u32>(mount + MNT_SB - PAGE_OFFSET, sb);
  sock_mnt = staticData(4, 4);
  poke<u32>(sock_mnt - PAGE_OFFSET, mount);
  percpu_counter_batch = staticData(4, 4);
  cred = staticData(128);
  poke<u32>(cred - PAGE_OFFSET, 1);
  poke<u32>(files_stat + MAX_FILES - PAGE_OFFSET, 65536);
  socket_file_ops = staticData(128);
  other_file_ops = staticData(128);
  bootSpinLock(inode_lock);
  const terminal = staticData(136);
  poke<u32>(terminal + F_OP - PAGE_OFFSET, other_file_ops);
  poke<u32>(terminal + F_COUNT - PAGE_OFFSET, 3);
  poke<u32>(bootProcess(terminal) + TASK_CRED - PAGE_OFFSET, cred);
}

// ---- Inodes

function sock_alloc_inode(): u32 {
  exec(map.sock_alloc_inode);
  const cachep = read(sock_inode_cachep);
  const at = kmem_cache_alloc(cachep, GFP_KERNEL);
  if (at == 0) return 0;
  const wq = kmalloc(64, GFP_KERNEL);
  if (wq == 0) {
    kmem_cache_free(cachep, at);
    return 0;
  }
  const sock = changetype<socket>(at);
  init_waitqueue_head(wq);
  changetype<socket_wq>(wq).fasync_list = 0;
  sock.wq = wq;
  sock.state = SS_UNCONNECTED;
  sock.flags = 0;
  sock.ops = 0;
  sock.sk = 0;
  sock.file = 0;
  return at;
}

function alloc_inode(): u32 {
  exec(map.alloc_inode);
  ld<u32>(ld<u32>(sb, SB_OP), 0);
  const at = sock_alloc_inode();
  if (at != 0) inode_init_always(at + VFS_INODE);
  return at;
}

export const I_SIZE: u32 = 40; // offsetof(struct inode, i_size)
export const GFP_HIGHUSER_MOVABLE: u32 = 0x200da;

export function new_inode_pseudo(): u32 {
  exec(map.new_inode_pseudo);
  const at = alloc_inode();
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  spin_lock(at + VFS_INODE + I_LOCK);
  node.i_state = 0;
  spin_unlock(at + VFS_INODE + I_LOCK);
  INIT_LIST_HEAD(changetype<usize>(node.i_sb_list));
  return at;
}

export function get_next_ino(): u32 {
  exec(map.get_next_ino);
  ld<u32>(thisCpu(THIS_CPU_OFF), 0);
  const last = thisCpu(COUNTERS + LAST_INO);
  const ino = ld<u32>(last, 0) + 1;
  st<u32>(last, 0, ino);
  return ino;
}

/** The last reference to a socket's inode goes: iput() and below, but its cache, is measured. */
export function iput(sock: u32): void {
  measured(map.iput);
  const node = changetype<inode>(sock + VFS_INODE);
  node.i_count = node.i_count - 1;
  spin_lock(sock + VFS_INODE + I_LOCK);
  node.i_state = 0x20;
  spin_unlock(sock + VFS_INODE + I_LOCK);
  sock_destroy_inode(sock);
}

function sock_destroy_inode(sock: u32): void {
  exec(map.sock_destroy_inode);
  kfree(changetype<socket>(sock).wq);
  kmem_cache_free(read(sock_inode_cachep), sock);
}

export function d_alloc_pseudo(): u32 {
  exec(map.d_alloc_pseudo);
  const at = __d_alloc();
  if (at != 0) changetype<dentry>(at).d_flags = changetype<dentry>(at).d_flags | DCACHE_DISCONNECTED;
  return at;
}

const DCACHE_DISCONNECTED: u32 = 0x20;

function __d_alloc(): u32 {
  exec(map.__d_alloc);
  const at = kmem_cache_alloc(read(dentry_cache), GFP_KERNEL);
  if (at == 0) return 0;
  const d = changetype<dentry>(at);
  // The name of a socket's dentry is empty: dname is made when somebody asks for it.
  st<u8>(at, D_INAME + LAST_OF_NAME, 0);
  st<u32>(at, D_NAME + 4, 0);
  st<u32>(at, D_NAME, 0);
  st<u8>(at, D_INAME, 0);
  st<u32>(at, D_NAME + 8, at + D_INAME);
  st<u32>(at, D_COUNT, 1);
  d.d_flags = 0;
  spin_lock_init(at + D_LOCK);
  d.d_seq = 0;
  d.d_inode = 0;
  d.d_parent = at;
  d.d_sb = sb;
  d.d_op = 0;
  d.d_fsdata = 0;
  st<u32>(at, D_HASH, 0);
  st<u32>(at, D_HASH + 4, 0);
  INIT_LIST_HEAD(changetype<usize>(d.d_lru));
  INIT_LIST_HEAD(changetype<usize>(d.d_subdirs));
  d.d_alias.next = 0;
  d.d_alias.pprev = 0;
  INIT_LIST_HEAD(at + D_CHILD);
  d_set_d_op(d, ld<u32>(sb, SB_D_OP));
  count(DENTRIES, 1);
  return at;
}

function d_set_d_op(entry: dentry, ops: u32): void {
  exec(map.d_set_d_op);
  entry.d_op; // must have none
  entry.d_flags;
  entry.d_op = ops;
  for (let i: u32 = 0; i < 5; i++) ld<u32>(ops, i * 4);
}

export function mntget(mnt: u32): void {
  exec(map.mntget);
  ld<u32>(mnt, MNT_PCP);
  count(MOUNTS, 1);
}

export function d_instantiate(entry: dentry, node: inode): void {
  exec(map.d_instantiate);
  entry.d_alias.pprev; // must be on no inode
  const lock = changetype<usize>(node) + I_LOCK;
  spin_lock(lock);
  __d_instantiate(entry, node);
  spin_unlock(lock);
}

function file_free(filp: u32): void {
  percpu_counter_add(FILES, -1);
  atomic_dec(changetype<file>(filp).f_cred); // put_cred()
  kmem_cache_free(read(filp_cachep), filp);
}

/** What __fput() does after the socket is released: the dentry, the inode, the file itself. */
export function endFile(filp: u32): void {
  const at = ld<u32>(filp, F_DENTRY);
  file_free(filp);
  if (at != 0) endDentry(at, true);
}

/** dput() of the only reference; with it goes the inode, if `last`. */
export function endDentry(at: u32, last: bool): void {
  measured(map.dput);
  const d = changetype<dentry>(at);
  const lock = at + D_LOCK;
  spin_lock(lock);
  st<u32>(at, D_COUNT, 0);
  const node = d.d_inode;
  __hlist_del(changetype<usize>(d.d_alias));
  spin_unlock(lock);
  kmem_cache_free(read(dentry_cache), at);
  count(DENTRIES, -1);
  count(MOUNTS, -1);
  if (last && node != 0) iput(node - VFS_INODE);
}
