// fs/file_table.c, fs/open.c, fs/inode.c, fs/dcache.c, net/socket.c of Linux 2.6.20: the objects behind a descriptor.
// The objects come from their slabs and hang in the real lists; fields that nothing here reads are stored without a
// name (touch). Left out: the mount, security, and RCU: what is freed later there is freed at once.
import { exec, ld, measured, st } from "../machine/cpu";
import { poke } from "../machine/ram";
import { atomic_dec, atomic_dec_and_test, atomic_inc, atomic_set } from "./atomic";
import { dentry_cache, filp_cachep, sock_inode_cachep } from "./caches";
import { ENFILE, ENOMEM } from "./errno";
import { bootProcess, currentFiles, fcheck_files, fd_install, put_unused_fd, takeDescriptor, takeOut } from "./fdtable";
import { GFP_KERNEL } from "./gfp";
import { INIT_LIST_HEAD, list_add, list_del } from "./list";
import { PAGE_OFFSET, staticData } from "./memory_map";
import { COUNTERS, dcache_lock, inode_lock, inodes_stat, nr_files, read, thisCpu, write } from "./percpu";
import { kmem_cache_alloc, kmem_cache_free } from "./slab";
import { bootSpinLock, rwlock_init, spin_lock, spin_lock_init, spin_unlock } from "./spinlock";
import { memset } from "./string";
import { dentry, file, inode, socket } from "./structs";
import * as map from "./system_map";
import { init_waitqueue_head } from "./wait";

export * from "./fdtable";

const S_IFSOCK: u16 = 0xc1ff;
const SS_UNCONNECTED: u32 = 1;
/** struct socket_alloc: the inode lies behind the socket. */
export const VFS_INODE: u32 = 40;

let inode_in_use: u32 = 0;
let s_inodes: u32 = 0;
let s_root: u32 = 0;
let last_ino: u32 = 0;
/** Addresses that stand for the operations of sockets and of other files. */
export let socket_file_ops: u32 = 0;
let other_file_ops: u32 = 0;

/** Makes sockfs and the process. Free of charge. */
export function bootFiles(): void {
  inode_in_use = listHead();
  s_inodes = listHead();
  s_root = staticData(128);
  poke<u32>(s_root + 56 - PAGE_OFFSET, s_root + 56);
  poke<u32>(s_root + 60 - PAGE_OFFSET, s_root + 56);
  poke<u32>(s_root - PAGE_OFFSET, 1);
  last_ino = staticData(64);
  socket_file_ops = staticData(128);
  other_file_ops = staticData(128);
  bootSpinLock(inode_lock);
  bootSpinLock(dcache_lock);
  const terminal = staticData(136);
  poke<u32>(terminal + 16 - PAGE_OFFSET, other_file_ops);
  poke<u32>(terminal + 20 - PAGE_OFFSET, 3);
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
  const at = sock_alloc_inode();
  if (at != 0) touch(at + VFS_INODE, 320, 23);
  return at;
}

function new_inode(): u32 {
  exec(map.new_inode);
  const at = alloc_inode();
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  INIT_LIST_HEAD(changetype<usize>(node.i_dentry));
  spin_lock(inode_lock);
  write(inodes_stat, read(inodes_stat) + 1);
  list_add(changetype<usize>(node.i_list), inode_in_use);
  list_add(changetype<usize>(node.i_sb_list), s_inodes);
  const ino = read(last_ino) + 1;
  write(last_ino, ino);
  node.i_ino = ino;
  node.i_state = 0;
  node.i_count = 1;
  spin_unlock(inode_lock);
  return at;
}

/** A socket with its inode, or 0. */
export function sock_alloc(): u32 {
  exec(map.sock_alloc);
  const at = new_inode();
  if (at == 0) return 0;
  const node = changetype<inode>(at + VFS_INODE);
  node.i_mode = S_IFSOCK;
  node.i_uid = 0;
  node.i_gid = 0;
  const inUse = thisCpu(COUNTERS);
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
  kmem_cache_free(sock_inode_cachep, sock);
}

// ---- Files and dentries

export function get_unused_fd(): i32 {
  exec(map.get_unused_fd);
  return takeDescriptor();
}

/** A new struct file, or 0. */
export function get_empty_filp(): u32 {
  exec(map.get_empty_filp);
  read(nr_files);
  const at = kmem_cache_alloc(filp_cachep, GFP_KERNEL);
  if (at == 0) return 0;
  countFiles(1);
  memset(at, 0, 136);
  const f = changetype<file>(at);
  INIT_LIST_HEAD(changetype<usize>(f.f_u_fu_list));
  atomic_set(at + 20, 1);
  rwlock_init(at + 32);
  f.f_uid = 0;
  f.f_gid = 0;
  INIT_LIST_HEAD(changetype<usize>(f.f_ep_links));
  spin_lock_init(at + 128);
  return at;
}

/** percpu_counter_mod(&nr_files): this CPU's share. */
function countFiles(change: i32): void {
  const share = thisCpu(COUNTERS + 4);
  st<i32>(share, 0, ld<i32>(share, 0) + change);
}

function d_alloc(): u32 {
  exec(map.d_alloc);
  const at = kmem_cache_alloc(dentry_cache, GFP_KERNEL);
  if (at == 0) return 0;
  const d = changetype<dentry>(at);
  touch(at, 128, 18);
  atomic_set(at, 1);
  d.d_flags = 0x10;
  spin_lock_init(at + 8);
  d.d_inode = 0;
  d.d_parent = s_root;
  d.d_sb = s_inodes;
  INIT_LIST_HEAD(changetype<usize>(d.d_subdirs));
  INIT_LIST_HEAD(changetype<usize>(d.d_alias));
  atomic_inc(s_root);
  spin_lock(dcache_lock);
  list_add(changetype<usize>(d.d_u_d_child), s_root + 56);
  spin_unlock(dcache_lock);
  return at;
}

function d_instantiate(entry: dentry, node: inode): void {
  exec(map.d_instantiate);
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
  const at = d_alloc();
  if (at == 0) return -ENOMEM;
  const d = changetype<dentry>(at);
  d.d_op = socket_file_ops;
  d.d_flags = d.d_flags & ~0x10;
  d_instantiate(d, node);
  const f = changetype<file>(filp);
  st<u32>(filp, F_DENTRY, at);
  f.f_mapping = node.i_mapping;
  s.file = filp;
  f.f_op = socket_file_ops;
  node.i_fop = socket_file_ops;
  f.f_mode = 3;
  f.f_flags = 2;
  f.private_data = sock;
  return 0;
}

const F_DENTRY: u32 = 8;

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
  if (atomic_dec_and_test(filp + 20)) file_free(filp);
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
  return fcheck_files(table, fd);
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
  ld<i32>(filp, 20);
  const f = changetype<file>(filp);
  ld<u32>(f.f_op, 56); // no flush
}

/** fput: whether this was the last reference. Inlined in filp_close but for its count. */
export function fput(filp: u32): bool {
  exec(map.fput);
  return atomic_dec_and_test(filp + 20);
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
    kmem_cache_free(dentry_cache, at);
    atomic_dec(s_root);
    if (node != 0) iput(node - VFS_INODE);
  }
  file_free(filp);
}
