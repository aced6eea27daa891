// fs/file_table.c, fs/open.c, fs/inode.c, fs/dcache.c, net/socket.c of Linux 3.6.5: the objects behind a descriptor.
// The objects come from their slabs and hang in the real lists. Left out: security, and RCU: what is freed later there
// is freed at once.

import { exec, ld, measured, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { atomic_dec, atomic_dec_and_test, atomic_inc, atomic_set } from "./atomic";
import { ENFILE, ENOMEM } from "./errno";
import {
  bootProcess,
  current,
  currentFiles,
  fcheck_files,
  fd_install,
  put_unused_fd,
  takeDescriptor,
  takeOut,
} from "./fdtable";
import { __GFP_ZERO, GFP_KERNEL } from "./gfp";
import { __hlist_del, hlist_add_head, INIT_LIST_HEAD } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import {
  COUNT,
  COUNTERS,
  dentry_cache,
  files_stat,
  filp_cachep,
  inode_lock,
  nr_files,
  read,
  sock_inode_cachep,
  THIS_CPU_OFF,
  thisCpu,
} from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { count, DENTRIES, FILES, INODES, LAST_INO, MOUNTS, SOCKETS_IN_USE } from "./percpu_shares";
import { kfree, kmalloc, kmem_cache_alloc, kmem_cache_free } from "./slab";
import { bootSpinLock, rwlock_init, spin_lock, spin_lock_init, spin_unlock } from "./spinlock";
import { address_space, dentry, file, inode, socket, socket_wq } from "./structs";
import * as map from "./system_map";
import { init_waitqueue_head } from "./wait";

export * from "./fdtable";

const S_IFSOCK: u16 = 0xc1ff;
const SS_UNCONNECTED: u32 = 1;
/** struct socket_alloc: the inode lies behind the socket. */
export const VFS_INODE: u32 = 28; // offsetof(struct socket_alloc, vfs_inode)

// Structs that the facts do not know: where the traced kernel's accept() found their fields.
const SB_BLOCKSIZE_BITS: u32 = 12;
const SB_OP: u32 = 32;
const SB_BDEV: u32 = 176;
const SB_D_OP: u32 = 536;
/** struct vfsmount, and the struct mount around it: its per-CPU counts. */
const MNT_SB: u32 = 4;
const MNT_PCP: u32 = 12;
/** task_struct.cred: as far before `files` as in the traced kernel. */
const TASK_CRED: u32 = 860;
const CRED_FSUID: u32 = 28;
const CRED_FSGID: u32 = 32;
const MAX_FILES: u32 = 8;

const I_LOCK: u32 = 72; // offsetof(struct inode, i_lock)
const D_LOCK: u32 = 76; // offsetof(struct dentry, d_lock)
const D_NAME: u32 = 20; // offsetof(struct dentry, d_name)
const D_INAME: u32 = 36; // offsetof(struct dentry, d_iname)
const D_HASH: u32 = 8; // offsetof(struct dentry, d_hash)
const LAST_OF_NAME: u32 = 35;
const F_PATH: u32 = 8; // offsetof(struct file, f_path)
const F_DENTRY: u32 = 12; // offsetof(struct file, f_path.dentry)
const F_OP: u32 = 16; // offsetof(struct file, f_op)
export const F_COUNT: u32 = 28; // offsetof(struct file, f_count)
const F_LOCK: u32 = 20; // offsetof(struct file, f_lock)
const F_OWNER: u32 = 48; // offsetof(struct file, f_owner)
const F_POS: u32 = 40; // offsetof(struct file, f_pos)
const F_TFILE_LLINK: u32 = 124; // offsetof(struct file, f_tfile_llink)
/** file_operations.flush: the facts do not know it and no trace has a close(). An estimate. */
const FLUSH: u32 = 56;

let sb: u32 = 0;
/** A static variable: the mount of sockfs. */
let sock_mnt: u32 = 0;
let cred: u32 = 0;
/** Variables that alloc_file() and get_empty_filp() read. */
let percpu_counter_batch: u32 = 0;
/** Tables that stand for operations: only their places matter. */
let sockfs_ops: u32 = 0;
let sockfs_dentry_operations: u32 = 0;
let empty_iops: u32 = 0;
/** Addresses that stand for the operations of sockets and of other files. */
export let socket_file_ops: u32 = 0;
let other_file_ops: u32 = 0;

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

/** Inlined. The mutex of the inode is left out. */
function inode_init_always(at: u32): void {
  const node = changetype<inode>(at);
  node.i_sb = sb;
  node.i_blkbits = ld<u8>(sb, SB_BLOCKSIZE_BITS);
  node.i_flags = 0;
  node.i_count = 1;
  node.i_op = empty_iops;
  node.i_fop = empty_iops;
  node.i_nlink = 1;
  node.i_opflags = 0;
  node.i_uid = 0;
  node.i_gid = 0;
  node.i_writecount = 0;
  st<u32>(at, I_SIZE, 0);
  st<u32>(at, I_SIZE + 4, 0);
  st<u32>(at, I_BLOCKS, 0);
  st<u32>(at, I_BLOCKS + 4, 0);
  node.i_bytes = 0;
  node.i_pipe = 0;
  node.i_rdev = 0;
  node.dirtied_when = 0;
  spin_lock_init(at + I_LOCK);
  node.i_dio_count = 0;
  const mapping = changetype<address_space>(at + I_DATA);
  mapping.a_ops = empty_iops;
  mapping.host = at;
  mapping.flags = GFP_HIGHUSER_MOVABLE;
  mapping.assoc_mapping = 0;
  mapping.backing_dev_info = empty_iops;
  ld<u32>(sb, SB_BDEV);
  node.i_mapping = at + I_DATA;
  node.i_private = 0;
  st<u32>(changetype<usize>(node.i_dentry), 0, 0);
  count(INODES, 1);
}

const I_SIZE: u32 = 40; // offsetof(struct inode, i_size)
const I_BLOCKS: u32 = 80; // offsetof(struct inode, i_blocks)
const I_DATA: u32 = 188; // offsetof(struct inode, i_data)
const GFP_HIGHUSER_MOVABLE: u32 = 0x200da;

function new_inode_pseudo(): u32 {
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

function get_next_ino(): u32 {
  exec(map.get_next_ino);
  ld<u32>(thisCpu(THIS_CPU_OFF), 0);
  const last = thisCpu(COUNTERS + LAST_INO);
  const ino = ld<u32>(last, 0) + 1;
  st<u32>(last, 0, ino);
  return ino;
}

/** A socket with its inode, or 0. */
export function sock_alloc(): u32 {
  exec(map.sock_alloc);
  ld<u32>(read(sock_mnt), MNT_SB);
  const at = new_inode_pseudo();
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  node.i_ino = get_next_ino();
  node.i_mode = S_IFSOCK;
  const task = current();
  node.i_uid = ld<u32>(ld<u32>(task, TASK_CRED), CRED_FSUID);
  node.i_gid = ld<u32>(ld<u32>(task, TASK_CRED), CRED_FSGID);
  count(SOCKETS_IN_USE, 1);
  return at;
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

// ---- Files and dentries

function alloc_fd(): i32 {
  exec(map.alloc_fd);
  return takeDescriptor();
}

/** A new struct file, or 0. */
function get_empty_filp(): u32 {
  exec(map.get_empty_filp);
  read(nr_files + COUNT + 4);
  const owner = ld<u32>(current(), TASK_CRED);
  read(nr_files + COUNT);
  read(files_stat + MAX_FILES);
  const at = kmem_cache_alloc(read(filp_cachep), GFP_KERNEL | __GFP_ZERO);
  if (at == 0) return 0;
  read(percpu_counter_batch);
  percpu_counter_add(FILES, 1);
  const f = changetype<file>(at);
  atomic_inc(owner); // get_cred()
  f.f_cred = owner;
  INIT_LIST_HEAD(changetype<usize>(f.f_u_fu_list));
  atomic_set(at + F_COUNT, 1);
  rwlock_init(at + F_OWNER);
  spin_lock_init(at + F_LOCK);
  INIT_LIST_HEAD(changetype<usize>(f.f_ep_links));
  INIT_LIST_HEAD(at + F_TFILE_LLINK);
  return at;
}

function d_alloc_pseudo(): u32 {
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
  d.d_count = 1;
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
  INIT_LIST_HEAD(changetype<usize>(d.d_u_d_child));
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

function mntget(mnt: u32): void {
  exec(map.mntget);
  ld<u32>(mnt, MNT_PCP);
  count(MOUNTS, 1);
}

function d_instantiate(entry: dentry, node: inode): void {
  exec(map.d_instantiate);
  entry.d_alias.pprev; // must be on no inode
  const lock = changetype<usize>(node) + I_LOCK;
  spin_lock(lock);
  __d_instantiate(entry, node);
  spin_unlock(lock);
}

function __d_instantiate(entry: dentry, node: inode): void {
  exec(map.__d_instantiate);
  const lock = changetype<usize>(entry) + D_LOCK;
  spin_lock(lock);
  node.i_flags; // IS_AUTOMOUNT()
  hlist_add_head(changetype<usize>(entry.d_alias), changetype<usize>(node.i_dentry));
  entry.d_inode = changetype<usize>(node);
  ld<u16>(lock, 0); // assert_spin_locked()
  entry.d_seq = entry.d_seq + 2;
  spin_unlock(lock);
}

function alloc_file(mnt: u32, entry: u32): u32 {
  exec(map.alloc_file);
  const at = get_empty_filp();
  if (at == 0) return 0;
  const f = changetype<file>(at);
  st<u32>(at, F_PATH, mnt);
  st<u32>(at, F_DENTRY, entry);
  f.f_mapping = changetype<inode>(changetype<dentry>(entry).d_inode).i_mapping;
  f.f_mode = 3;
  f.f_op = socket_file_ops;
  changetype<inode>(changetype<dentry>(entry).d_inode).i_mode; // no special file, so no count of writers
  return at;
}

/** Descriptor, dentry and file for a socket; the file is left in `newFile`. */
export function sock_alloc_file(sock: u32): i32 {
  exec(map.sock_alloc_file);
  const fd = alloc_fd();
  if (fd < 0) return fd;
  ld<u32>(read(sock_mnt), MNT_SB);
  const entry = d_alloc_pseudo();
  if (entry == 0) {
    put_unused_fd(fd);
    return -ENOMEM;
  }
  const mnt = read(sock_mnt);
  mntget(mnt);
  const s = changetype<socket>(sock);
  const node = changetype<inode>(sock + VFS_INODE);
  d_instantiate(changetype<dentry>(entry), node);
  node.i_fop = socket_file_ops;
  const at = alloc_file(mnt, entry);
  if (at == 0) {
    endDentry(entry, false);
    put_unused_fd(fd);
    return -ENFILE;
  }
  s.file = at;
  const f = changetype<file>(at);
  f.f_flags = 2;
  st<u32>(at, F_POS, 0);
  st<u32>(at, F_POS + 4, 0);
  f.private_data = sock;
  newFile = at;
  return fd;
}

export let newFile: u32 = 0;

/** A descriptor of something else than a socket. */
export function openOther(): i32 {
  const fd = alloc_fd();
  if (fd < 0) return fd;
  const at = get_empty_filp();
  if (at == 0) {
    put_unused_fd(fd);
    return -ENFILE;
  }
  changetype<file>(at).f_op = other_file_ops;
  fd_install(fd, at);
  return fd;
}

function file_free(filp: u32): void {
  percpu_counter_add(FILES, -1);
  atomic_dec(changetype<file>(filp).f_cred); // put_cred()
  kmem_cache_free(read(filp_cachep), filp);
}

/** The file that a descriptor stands for; 0 if it is not open. No count: nobody else has this table. */
export function fget_light(fd: i32): u32 {
  exec(map.fget_light);
  const table = currentFiles();
  table.count;
  const at = fcheck_files(table, fd);
  if (at != 0) changetype<file>(at).f_mode; // FMODE_PATH
  return at;
}

// ---- Closing

/** Takes the descriptor away and lets go of its file; `released` is called for what the file stands for. */
export function sys_close(fd: i32): u32 {
  exec(map.sys_close);
  const filp = takeOut(fd);
  if (filp != 0) filp_close(filp);
  return filp;
}

function filp_close(filp: u32): void {
  exec(map.filp_close);
  ld<i32>(filp, F_COUNT);
  const f = changetype<file>(filp);
  ld<u32>(f.f_op, FLUSH); // none
}

/**
 * Whether this was the last reference. The real fput() then leaves __fput() to the way back to user mode (task work):
 * here it runs at once.
 */
export function fput(filp: u32): bool {
  exec(map.fput);
  if (!atomic_dec_and_test(filp + F_COUNT)) return false;
  exec(map.fput_last);
  changetype<file>(filp).f_u_fu_list.next; // file_sb_list_del(): a socket's file is on no list of its file system
  current();
  return true;
}

/** What __fput() does after the socket is released: the dentry, the inode, the file itself. */
export function endFile(filp: u32): void {
  const at = ld<u32>(filp, F_DENTRY);
  file_free(filp);
  if (at != 0) endDentry(at, true);
}

/** dput() of the only reference; with it goes the inode, if `last`. */
function endDentry(at: u32, last: bool): void {
  measured(map.dput);
  const d = changetype<dentry>(at);
  const lock = at + D_LOCK;
  spin_lock(lock);
  d.d_count = 0;
  const node = d.d_inode;
  __hlist_del(changetype<usize>(d.d_alias));
  spin_unlock(lock);
  kmem_cache_free(read(dentry_cache), at);
  count(DENTRIES, -1);
  count(MOUNTS, -1);
  if (last && node != 0) iput(node - VFS_INODE);
}
