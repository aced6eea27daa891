// fs/file_table.c, fs/open.c, fs/inode.c, fs/dcache.c, net/socket.c of Linux 3.6.5: what it does otherwise
// than later kernels (file_3_6.ts).
export * from "../linux/file";
export * from "./file_3_6";
export * from "./file_to_3_6";

import { exec, ld, st } from "../machine/cpu";
import { atomic_dec_and_test, atomic_inc, atomic_set } from "./atomic";
import { ENFILE, ENOMEM } from "./errno";
import { current, currentFiles, fcheck_files, fd_install, put_unused_fd, takeDescriptor } from "./fdtable";
import {
  CRED_FSGID,
  CRED_FSUID,
  d_alloc_pseudo,
  d_instantiate,
  empty_iops,
  endDentry,
  F_DENTRY,
  F_PATH,
  GFP_HIGHUSER_MOVABLE,
  get_next_ino,
  I_LOCK,
  I_SIZE,
  MAX_FILES,
  MNT_SB,
  mntget,
  new_inode_pseudo,
  other_file_ops,
  percpu_counter_batch,
  S_IFSOCK,
  SB_BDEV,
  SB_BLOCKSIZE_BITS,
  sb,
  sock_mnt,
  socket_file_ops,
  TASK_CRED,
  VFS_INODE,
} from "./file_3_6";
import { D_LOCK, F_COUNT, F_LOCK, F_OWNER, F_POS, F_TFILE_LLINK, I_BLOCKS, I_DATA } from "./file_layout";
import { __GFP_ZERO, GFP_KERNEL } from "./gfp";
import { hlist_add_head, INIT_LIST_HEAD } from "./list";
import { COUNT, files_stat, filp_cachep, nr_files, read } from "./percpu";
import { percpu_counter_add } from "./percpu_counter";
import { count, FILES, INODES, SOCKETS_IN_USE } from "./percpu_shares";
import { kmem_cache_alloc } from "./slab";
import { rwlock_init, spin_lock, spin_lock_init, spin_unlock } from "./spinlock";
import { address_space, dentry, file, inode, socket } from "./structs";
import * as map from "./system_map";

/** Inlined. The mutex of the inode is left out. */
export function inode_init_always(at: u32): void {
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

export function __d_instantiate(entry: dentry, node: inode): void {
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

/** The file that a descriptor stands for; 0 if it is not open. No count: nobody else has this table. */
export function fget_light(fd: i32): u32 {
  exec(map.fget_light);
  const table = currentFiles();
  table.count;
  const at = fcheck_files(table, fd);
  if (at != 0) changetype<file>(at).f_mode; // FMODE_PATH
  return at;
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
