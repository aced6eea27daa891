// fs/file_table.c, fs/open.c, fs/inode.c, fs/dcache.c, net/socket.c of Linux 2.6.20: the objects behind a descriptor.
// The objects come from their slabs and hang in the real lists. Left out: security, and RCU: what is freed later there
// is freed at once.
export * from "../linux/file";
export * from "./file_to_3_6";

import { exec, ld, measured, st } from "../machine/cpu";
import { peek, poke } from "../machine/ram";
import { atomic_dec, atomic_dec_and_test, atomic_inc, atomic_set } from "./atomic";
import { ENFILE, ENOMEM } from "./errno";
import { bootProcess, current, currentFiles, fcheck_files, fd_install, put_unused_fd, takeDescriptor } from "./fdtable";
import {
  D_HASH,
  D_INAME,
  D_LOCK,
  D_LRU,
  D_NAME,
  D_SB,
  D_SUBDIRS,
  F_COUNT,
  F_EP_LOCK,
  F_OP,
  F_OWNER,
  F_POS,
  F_VFSMNT,
  I_DATA,
  I_SIZE,
} from "./file_layout";
import { GFP_KERNEL } from "./gfp";
import { INIT_LIST_HEAD, list_add, list_del } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import {
  __get_cpu_var,
  COUNT,
  COUNTERS,
  dcache_lock,
  dentry_cache,
  dentry_stat,
  files_stat,
  filp_cachep,
  inode_lock,
  inodes_stat,
  nr_files,
  read,
  sock_inode_cachep,
  thisCpu,
  write,
} from "./percpu";
import { FILES } from "./percpu_shares";
import { kmem_cache_alloc, kmem_cache_free } from "./slab";
import { bootSpinLock, rwlock_init, spin_lock, spin_lock_init, spin_unlock } from "./spinlock";
import { memset } from "./string";
import { address_space, dentry, file, inode, list_head, socket } from "./structs";
import * as map from "./system_map";
import { init_waitqueue_head } from "./wait";

const S_IFSOCK: u16 = 0xc1ff;
const SS_UNCONNECTED: u32 = 1;
/** struct socket_alloc: the inode lies behind the socket. */
export const VFS_INODE: u32 = 40; // offsetof(struct socket_alloc, vfs_inode)

// Structs that the facts do not know: where the traced kernel's accept() found their fields.
const SB_BLOCKSIZE_BITS: u32 = 16;
const SB_OP: u32 = 32;
const SB_ROOT: u32 = 56;
const SB_INODES: u32 = 112;
const SB_BDEV: u32 = 148;
const MNT_SB: u32 = 20;
const MNT_COUNT: u32 = 40;
/** task_struct.fsuid and fsgid: as far before `files` as in the traced kernel. */
const TASK_FSUID: u32 = 276;
const TASK_FSGID: u32 = 292;
const MAX_FILES: u32 = 8;

const F_DENTRY: u32 = 12; // offsetof(struct file, f_path.dentry)
const FILE_BYTES: u32 = 136; // sizeof(struct file)

let inode_in_use: u32 = 0;
let sb: u32 = 0;
/** A static variable: the mount of sockfs. */
let sock_mnt: u32 = 0;
let s_root: u32 = 0;
/** Tables that stand for operations: only their places matter. */
let sockfs_ops: u32 = 0;
let empty_iops: u32 = 0;
let last_ino: u32 = 0;
/** Addresses that stand for the operations of sockets and of other files. */
export let socket_file_ops: u32 = 0;
let other_file_ops: u32 = 0;

/** Makes sockfs and the process. Free of charge. */
export function bootFiles(): void {
  inode_in_use = listHead();
  sb = staticData(512);
  sockfs_ops = staticData(128);
  empty_iops = staticData(64);
  s_root = staticData(128);
  poke<u32>(s_root + D_SUBDIRS - PAGE_OFFSET, s_root + D_SUBDIRS);
  poke<u32>(s_root + D_SUBDIRS + 4 - PAGE_OFFSET, s_root + D_SUBDIRS);
  poke<u32>(s_root - PAGE_OFFSET, 1);
  poke<u32>(s_root + D_SB - PAGE_OFFSET, sb);
  poke<u32>(sb + SB_OP - PAGE_OFFSET, sockfs_ops);
  poke<u32>(sb + SB_ROOT - PAGE_OFFSET, s_root);
  poke<u32>(sb + SB_INODES - PAGE_OFFSET, sb + SB_INODES);
  poke<u32>(sb + SB_INODES + 4 - PAGE_OFFSET, sb + SB_INODES);
  const mount = staticData(128);
  poke<u32>(mount + MNT_SB - PAGE_OFFSET, sb);
  poke<u32>(mount + MNT_COUNT - PAGE_OFFSET, 1);
  sock_mnt = staticData(4, 4);
  poke<u32>(sock_mnt - PAGE_OFFSET, mount);
  poke<u32>(files_stat + MAX_FILES - PAGE_OFFSET, 65536);
  last_ino = staticData(64);
  socket_file_ops = staticData(128);
  other_file_ops = staticData(128);
  bootSpinLock(inode_lock);
  bootSpinLock(dcache_lock);
  const terminal = staticData(136);
  poke<u32>(terminal + F_OP - PAGE_OFFSET, other_file_ops);
  poke<u32>(terminal + F_COUNT - PAGE_OFFSET, 3);
  bootProcess(terminal);
}

function listHead(): u32 {
  const head = staticData(8);
  poke<u32>(head - PAGE_OFFSET, head);
  poke<u32>(head + 4 - PAGE_OFFSET, head);
  return head;
}

// ---- Inodes

function sock_alloc_inode(): u32 {
  exec(map.sock_alloc_inode);
  const at = kmem_cache_alloc(read(sock_inode_cachep), GFP_KERNEL);
  if (at == 0) return 0;
  const sock = changetype<socket>(at);
  init_waitqueue_head(changetype<usize>(sock.wait));
  sock.fasync_list = 0;
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
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  // The cache's constructor did this when the slab was made, and whoever frees an inode leaves it so.
  const list = changetype<usize>(node.i_dentry);
  if (peek<u32>(list - PAGE_OFFSET) != list) {
    poke<u32>(list - PAGE_OFFSET, list);
    poke<u32>(list + 4 - PAGE_OFFSET, list);
  }
  node.i_sb = sb;
  node.i_blkbits = ld<u8>(sb, SB_BLOCKSIZE_BITS);
  node.i_flags = 0;
  node.i_count = 1;
  node.i_op = empty_iops;
  node.i_fop = empty_iops;
  node.i_nlink = 1;
  node.i_writecount = 0;
  st<u32>(changetype<usize>(node), I_SIZE, 0);
  st<u32>(changetype<usize>(node), I_SIZE + 4, 0);
  node.i_blocks = 0;
  node.i_bytes = 0;
  node.i_generation = 0;
  node.i_pipe = 0;
  node.i_rdev = 0;
  node.dirtied_when = 0;
  const mapping = changetype<address_space>(changetype<usize>(node) + I_DATA);
  mapping.a_ops = empty_iops;
  mapping.host = changetype<usize>(node);
  mapping.flags = GFP_HIGHUSER;
  mapping.assoc_mapping = 0;
  mapping.backing_dev_info = empty_iops;
  ld<u32>(sb, SB_BDEV);
  node.i_private = 0;
  node.i_mapping = changetype<usize>(mapping);
  return at;
}

const GFP_HIGHUSER: u32 = 0x200d2;

function new_inode(): u32 {
  exec(map.new_inode);
  const at = alloc_inode();
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  spin_lock(inode_lock);
  write(inodes_stat, read(inodes_stat) + 1);
  list_add(changetype<usize>(node.i_list), inode_in_use);
  list_add(changetype<usize>(node.i_sb_list), sb + SB_INODES);
  const ino = read(last_ino) + 1;
  write(last_ino, ino);
  node.i_ino = ino;
  node.i_state = 0;
  spin_unlock(inode_lock);
  return at;
}

/** A socket with its inode, or 0. */
export function sock_alloc(): u32 {
  exec(map.sock_alloc);
  ld<u32>(read(sock_mnt), MNT_SB);
  const at = new_inode();
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  node.i_mode = S_IFSOCK;
  const task = current();
  node.i_uid = ld<u32>(task, TASK_FSUID);
  node.i_gid = ld<u32>(task, TASK_FSGID);
  const inUse = __get_cpu_var(COUNTERS);
  st<i32>(inUse, 0, ld<i32>(inUse, 0) + 1);
  return at;
}

/** The last reference to a socket's inode goes: iput() and below, but its lists and its cache, is measured. */
export function iput(sock: u32): void {
  measured(map.iput);
  const node = changetype<inode>(sock + VFS_INODE);
  node.i_count = node.i_count - 1;
  spin_lock(inode_lock);
  list_del(changetype<usize>(node.i_list));
  list_del(changetype<usize>(node.i_sb_list));
  write(inodes_stat, read(inodes_stat) - 1);
  spin_unlock(inode_lock);
  sock_destroy_inode(sock);
}

function sock_destroy_inode(sock: u32): void {
  exec(map.sock_destroy_inode);
  kmem_cache_free(read(sock_inode_cachep), sock);
}

// ---- Files and dentries

export function get_unused_fd(): i32 {
  exec(map.get_unused_fd);
  return takeDescriptor();
}

/** A new struct file, or 0. */
export function get_empty_filp(): u32 {
  exec(map.get_empty_filp);
  read(nr_files + COUNT);
  read(nr_files + COUNT + 4);
  read(files_stat + MAX_FILES);
  const at = kmem_cache_alloc(read(filp_cachep), GFP_KERNEL);
  if (at == 0) return 0;
  percpu_counter_mod(1);
  memset(at, 0, FILE_BYTES);
  const f = changetype<file>(at);
  INIT_LIST_HEAD(changetype<usize>(f.f_u_fu_list));
  const task = current();
  atomic_set(at + F_COUNT, 1);
  rwlock_init(at + F_OWNER);
  f.f_uid = ld<u32>(task, TASK_FSUID);
  f.f_gid = ld<u32>(task, TASK_FSGID);
  INIT_LIST_HEAD(changetype<usize>(f.f_ep_links));
  spin_lock_init(at + F_EP_LOCK);
  return at;
}

/** lib/percpu_counter.c, for nr_files: adds to this CPU's share. The sum is not touched while the share is small. */
function percpu_counter_mod(change: i32): void {
  exec(map.percpu_counter_mod);
  read(nr_files + COUNT + 8); // counters
  const share = thisCpu(COUNTERS + FILES);
  st<i32>(share, 0, ld<i32>(share, 0) + change);
}

/** Where "[4711]" lies: on the caller's stack. A name of 6 characters. */
const NAME_WORDS: u32 = 1;
const NAME_BYTES: u32 = 6;

function d_alloc(parent: u32): u32 {
  exec(map.d_alloc);
  const at = kmem_cache_alloc(read(dentry_cache), GFP_KERNEL);
  if (at == 0) return 0;
  const d = changetype<dentry>(at);
  st<u32>(at, D_NAME + 8, at + D_INAME);
  st<u32>(at, D_NAME + 4, NAME_BYTES);
  st<u32>(at, D_NAME, 0);
  for (let i: u32 = 0; i < NAME_WORDS; i++) st<u32>(at, D_INAME + i * 4, 0);
  st<u16>(at, D_INAME + NAME_WORDS * 4, 0);
  st<u8>(at, D_INAME + NAME_BYTES, 0);
  atomic_set(at, 1);
  d.d_flags = 0x10;
  spin_lock_init(at + D_LOCK);
  d.d_inode = 0;
  d.d_parent = 0;
  d.d_sb = 0;
  d.d_op = 0;
  d.d_fsdata = 0;
  d.d_mounted = 0;
  st<u32>(at, D_HASH, 0);
  st<u32>(at, D_HASH + 4, 0);
  INIT_LIST_HEAD(at + D_LRU);
  INIT_LIST_HEAD(changetype<usize>(d.d_subdirs));
  INIT_LIST_HEAD(changetype<usize>(d.d_alias));
  ld<u32>(parent, 0); // must be held
  atomic_inc(parent);
  d.d_parent = parent;
  d.d_sb = changetype<dentry>(parent).d_sb;
  spin_lock(dcache_lock);
  list_add(changetype<usize>(d.d_u_d_child), parent + D_SUBDIRS);
  write(dentry_stat, read(dentry_stat) + 1);
  spin_unlock(dcache_lock);
  return at;
}

function d_instantiate(entry: dentry, node: inode): void {
  exec(map.d_instantiate);
  changetype<list_head>(changetype<usize>(entry.d_alias)).next; // must be on no inode
  spin_lock(dcache_lock);
  list_add(changetype<usize>(entry.d_alias), changetype<usize>(node.i_dentry));
  entry.d_inode = changetype<usize>(node);
  spin_unlock(dcache_lock);
}

/** Ties a socket, its dentry "[inode number]" and its file together. */
export function sock_attach_fd(sock: u32, filp: u32): i32 {
  exec(map.sock_attach_fd);
  const s = changetype<socket>(sock);
  const node = changetype<inode>(sock + VFS_INODE);
  node.i_ino;
  measured(map.sprintf);
  const at = d_alloc(ld<u32>(ld<u32>(read(sock_mnt), MNT_SB), SB_ROOT));
  st<u32>(filp, F_DENTRY, at);
  if (at == 0) return -ENOMEM;
  changetype<dentry>(at).d_op = socket_file_ops;
  const d = changetype<dentry>(ld<u32>(filp, F_DENTRY));
  d.d_flags = d.d_flags & ~DCACHE_UNHASHED;
  d_instantiate(changetype<dentry>(ld<u32>(filp, F_DENTRY)), node);
  const mnt = read(sock_mnt);
  atomic_inc(mnt + MNT_COUNT);
  const f = changetype<file>(filp);
  st<u32>(filp, F_VFSMNT, mnt);
  f.f_mapping = changetype<inode>(changetype<dentry>(ld<u32>(filp, F_DENTRY)).d_inode).i_mapping;
  s.file = filp;
  f.f_op = socket_file_ops;
  node.i_fop = socket_file_ops;
  f.f_mode = 3;
  f.f_flags = 2;
  st<u32>(filp, F_POS, 0);
  st<u32>(filp, F_POS + 4, 0);
  f.private_data = sock;
  return 0;
}

const DCACHE_UNHASHED: u32 = 0x10;

/** Descriptor and file for a socket; the file is left in `newFile`. */
export function sock_alloc_fd(): i32 {
  const fd = get_unused_fd();
  if (fd < 0) return fd;
  newFile = get_empty_filp();
  if (newFile == 0) {
    put_unused_fd(fd);
    return -ENFILE;
  }
  return fd;
}

export let newFile: u32 = 0;

/** A descriptor of something else than a socket. */
export function openOther(): i32 {
  const fd = sock_alloc_fd();
  if (fd < 0) return fd;
  changetype<file>(newFile).f_op = other_file_ops;
  fd_install(fd, newFile);
  return fd;
}

/** A file that was never attached. */
export function put_filp(filp: u32): void {
  exec(map.put_filp);
  if (atomic_dec_and_test(filp + F_COUNT)) file_free(filp);
}

function file_free(filp: u32): void {
  percpu_counter_mod(-1);
  kmem_cache_free(read(filp_cachep), filp);
}

/** The file that a descriptor stands for; 0 if it is not open. No count: nobody else has this table. */
export function fget_light(fd: i32): u32 {
  exec(map.fget_light);
  const table = currentFiles();
  table.count;
  return fcheck_files(table, fd);
}

/** fput: whether this was the last reference. Inlined in filp_close but for its count. */
export function fput(filp: u32): bool {
  exec(map.fput);
  return atomic_dec_and_test(filp + F_COUNT);
}

/** What __fput() does after the socket is released: the dentry, the inode, the file itself. */
export function endFile(filp: u32): void {
  const at = ld<u32>(filp, F_DENTRY);
  if (at != 0) {
    measured(map.dput);
    const d = changetype<dentry>(at);
    atomic_dec_and_test(at);
    const node = d.d_inode;
    spin_lock(dcache_lock);
    list_del(changetype<usize>(d.d_alias));
    list_del(changetype<usize>(d.d_u_d_child));
    spin_unlock(dcache_lock);
    write(dentry_stat, read(dentry_stat) - 1);
    kmem_cache_free(read(dentry_cache), at);
    atomic_dec(s_root);
    atomic_dec(ld<u32>(filp, F_VFSMNT) + MNT_COUNT);
    if (node != 0) iput(node - VFS_INODE);
  }
  file_free(filp);
}
