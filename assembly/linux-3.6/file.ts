// fs/file_table.c, fs/open.c, fs/inode.c, fs/dcache.c, net/socket.c of Linux 3.6.5: the objects behind a descriptor.
// The objects come from their slabs and hang in the real lists; fields that nothing here reads are stored without a
// name (touch). Left out: the mount, security, and RCU: what is freed later there is freed at once.
import { exec, ld, measured, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { atomic_dec_and_test, atomic_set } from "./atomic";
import { dentry_cache, filp_cachep, sock_inode_cachep } from "./caches";
import { ENFILE, ENOMEM } from "./errno";
import { bootProcess, currentFiles, fcheck_files, fd_install, put_unused_fd, takeDescriptor, takeOut } from "./fdtable";
import { __GFP_ZERO, GFP_KERNEL } from "./gfp";
import { __hlist_del, hlist_add_head, INIT_LIST_HEAD } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { COUNTERS, inode_lock, nr_files, read, thisCpu } from "./percpu";
import { kfree, kmalloc, kmem_cache_alloc, kmem_cache_free } from "./slab";
import { bootSpinLock, rwlock_init, spin_lock, spin_lock_init, spin_unlock } from "./spinlock";
import { dentry, file, inode, socket, socket_wq } from "./structs";
import * as map from "./system_map";
import { init_waitqueue_head } from "./wait";

export * from "./fdtable";

const S_IFSOCK: u16 = 0xc1ff;
const SS_UNCONNECTED: u32 = 1;
/** struct socket_alloc: the inode lies behind the socket. */
export const VFS_INODE: u32 = 28;

let s_inodes: u32 = 0;
let sb: u32 = 0;
let mount: u32 = 0;
/** Addresses that stand for the operations of sockets and of other files. */
export let socket_file_ops: u32 = 0;
let other_file_ops: u32 = 0;

/** Makes sockfs and the process. Free of charge. */
export function bootFiles(): void {
  s_inodes = listHead();
  sb = staticData(64);
  mount = staticData(64);
  socket_file_ops = staticData(128);
  other_file_ops = staticData(128);
  bootSpinLock(inode_lock);
  const terminal = staticData(136);
  poke<u32>(terminal + 16 - PAGE_OFFSET, other_file_ops);
  poke<u32>(terminal + 28 - PAGE_OFFSET, 3);
  bootProcess(terminal);
}

function listHead(): u32 {
  const head = staticData(8);
  poke<u32>(head - PAGE_OFFSET, head);
  poke<u32>(head + 4 - PAGE_OFFSET, head);
  return head;
}

/** `count` stores over `bytes` of a new object: its fields that have no name here. */
function touch(object: u32, bytes: u32, count: u32): void {
  for (let i: u32 = 0; i < count; i++) st<u32>(object, ((i * bytes) / count) & ~3, 0);
}

// ---- Inodes

function sock_alloc_inode(): u32 {
  exec(map.sock_alloc_inode);
  const at = kmem_cache_alloc(sock_inode_cachep, GFP_KERNEL);
  if (at == 0) return 0;
  const wq = kmalloc(64, GFP_KERNEL);
  if (wq == 0) {
    kmem_cache_free(sock_inode_cachep, at);
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
  const at = sock_alloc_inode();
  if (at != 0) touch(at + VFS_INODE, 312, 30);
  return at;
}

function new_inode_pseudo(): u32 {
  exec(map.new_inode_pseudo);
  const at = alloc_inode();
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  spin_lock(at + VFS_INODE + 72);
  node.i_state = 0;
  spin_unlock(at + VFS_INODE + 72);
  INIT_LIST_HEAD(changetype<usize>(node.i_sb_list));
  return at;
}

function get_next_ino(): u32 {
  exec(map.get_next_ino);
  const last = thisCpu(COUNTERS + 16);
  const ino = ld<u32>(last, 0) + 1;
  st<u32>(last, 0, ino);
  return ino;
}

/** A socket with its inode, or 0. */
export function sock_alloc(): u32 {
  exec(map.sock_alloc);
  const at = new_inode_pseudo();
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  node.i_ino = get_next_ino();
  node.i_mode = S_IFSOCK;
  node.i_uid = 0;
  node.i_gid = 0;
  node.i_op = s_inodes;
  node.i_count = 1;
  const inUse = thisCpu(COUNTERS);
  st<i32>(inUse, 0, ld<i32>(inUse, 0) + 1);
  return at;
}

/** The last reference to a socket's inode goes: iput() and below, but its cache, is measured. */
export function iput(sock: u32): void {
  measured(map.iput);
  const node = changetype<inode>(sock + VFS_INODE);
  node.i_count = node.i_count - 1;
  spin_lock(sock + VFS_INODE + 72);
  node.i_state = 0x20;
  spin_unlock(sock + VFS_INODE + 72);
  sock_destroy_inode(sock);
}

function sock_destroy_inode(sock: u32): void {
  exec(map.sock_destroy_inode);
  kfree(changetype<socket>(sock).wq);
  kmem_cache_free(sock_inode_cachep, sock);
}

// ---- Files and dentries

function alloc_fd(): i32 {
  exec(map.alloc_fd);
  return takeDescriptor();
}

/** A new struct file, or 0. */
function get_empty_filp(): u32 {
  exec(map.get_empty_filp);
  read(nr_files);
  const at = kmem_cache_alloc(filp_cachep, GFP_KERNEL | __GFP_ZERO);
  if (at == 0) return 0;
  countFiles(1);
  const f = changetype<file>(at);
  f.f_cred = sb;
  INIT_LIST_HEAD(changetype<usize>(f.f_u_fu_list));
  atomic_set(at + 28, 1);
  rwlock_init(at + 48);
  spin_lock_init(at + 20);
  INIT_LIST_HEAD(changetype<usize>(f.f_ep_links));
  return at;
}

/** __percpu_counter_add(&nr_files): this CPU's share. */
function countFiles(change: i32): void {
  const share = thisCpu(COUNTERS + 4);
  st<i32>(share, 0, ld<i32>(share, 0) + change);
}

function d_alloc_pseudo(): u32 {
  exec(map.d_alloc_pseudo);
  const at = __d_alloc();
  if (at != 0) changetype<dentry>(at).d_flags = 0x100;
  return at;
}

function __d_alloc(): u32 {
  exec(map.__d_alloc);
  const at = kmem_cache_alloc(dentry_cache, GFP_KERNEL);
  if (at == 0) return 0;
  const d = changetype<dentry>(at);
  touch(at, 128, 8);
  d.d_count = 1;
  d.d_flags = 0;
  spin_lock_init(at + 76);
  d.d_inode = 0;
  d.d_parent = at;
  d.d_sb = sb;
  d.d_op = 0;
  INIT_LIST_HEAD(changetype<usize>(d.d_lru));
  INIT_LIST_HEAD(changetype<usize>(d.d_subdirs));
  INIT_LIST_HEAD(changetype<usize>(d.d_u_d_child));
  d_set_d_op(d);
  return at;
}

function d_set_d_op(entry: dentry): void {
  exec(map.d_set_d_op);
  entry.d_op = socket_file_ops;
  for (let i: u32 = 0; i < 5; i++) ld<u32>(socket_file_ops, i * 4);
}

function mntget(): void {
  exec(map.mntget);
  const share = thisCpu(COUNTERS + 20);
  ld<u32>(mount, 0);
  st<i32>(share, 0, ld<i32>(share, 0) + 1);
}

function d_instantiate(entry: dentry, node: inode): void {
  exec(map.d_instantiate);
  const lock = changetype<usize>(node) + 72;
  spin_lock(lock);
  __d_instantiate(entry, node);
  spin_unlock(lock);
}

function __d_instantiate(entry: dentry, node: inode): void {
  exec(map.__d_instantiate);
  const lock = changetype<usize>(entry) + 76;
  spin_lock(lock);
  hlist_add_head(changetype<usize>(entry.d_alias), changetype<usize>(node.i_dentry));
  entry.d_inode = changetype<usize>(node);
  spin_unlock(lock);
}

function alloc_file(entry: u32, mapping: u32): u32 {
  exec(map.alloc_file);
  const at = get_empty_filp();
  if (at == 0) return 0;
  const f = changetype<file>(at);
  st<u32>(at, F_DENTRY, entry);
  st<u32>(at, F_DENTRY - 4, mount);
  f.f_mapping = mapping;
  f.f_mode = 3;
  f.f_op = socket_file_ops;
  return at;
}

const F_DENTRY: u32 = 12;

/** Descriptor, dentry and file for a socket; the file is left in `newFile`. */
export function sock_alloc_file(sock: u32): i32 {
  exec(map.sock_alloc_file);
  const fd = alloc_fd();
  if (fd < 0) return fd;
  const entry = d_alloc_pseudo();
  if (entry == 0) {
    put_unused_fd(fd);
    return -ENOMEM;
  }
  mntget();
  const s = changetype<socket>(sock);
  const node = changetype<inode>(sock + VFS_INODE);
  d_instantiate(changetype<dentry>(entry), node);
  node.i_fop = socket_file_ops;
  const at = alloc_file(entry, node.i_mapping);
  if (at == 0) {
    endDentry(entry, false);
    put_unused_fd(fd);
    return -ENFILE;
  }
  s.file = at;
  const f = changetype<file>(at);
  f.f_flags = 2;
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
  countFiles(-1);
  kmem_cache_free(filp_cachep, filp);
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
  ld<i32>(filp, 28);
  const f = changetype<file>(filp);
  ld<u32>(f.f_op, 56); // no flush
}

/**
 * Whether this was the last reference. The real fput() then leaves __fput() to the way back to user mode (task work):
 * here it runs at once.
 */
export function fput(filp: u32): bool {
  exec(map.fput);
  return atomic_dec_and_test(filp + 28);
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
  const lock = at + 76;
  spin_lock(lock);
  d.d_count = 0;
  const node = d.d_inode;
  __hlist_del(changetype<usize>(d.d_alias));
  spin_unlock(lock);
  kmem_cache_free(dentry_cache, at);
  if (last && node != 0) iput(node - VFS_INODE);
}
