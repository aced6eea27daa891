// fs/file_table.c, fs/open.c, fs/inode.c, fs/dcache.c, net/socket.c of 4.3 and 4.14: what they do otherwise than 3.6
// (file_3_6.ts).
import { exec, ld, st } from "../machine/cpu";
import { atomic_dec_and_test, atomic_inc, atomic_set } from "./atomic";
import { currentUser } from "./credentials";
import { ENFILE } from "./errno";
import { current, currentFiles, fcheck_files, fd_install, put_unused_fd, takeDescriptor, takeOut } from "./fdtable";
import { filp_close } from "./file";
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
import { D_LOCK, F_COUNT, F_LOCK, F_OWNER, F_POS_LOCK, F_TFILE_LLINK, I_BLOCKS, I_DATA } from "./file_layout";
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
  ld<u32>(ld<u32>(task, TASK_CRED), CRED_FSUID);
  node.i_uid = currentUser();
  node.i_gid = ld<u32>(ld<u32>(task, TASK_CRED), CRED_FSGID);
  count(SOCKETS_IN_USE, 1);
  return at;
}

// ---- Files and dentries

function __alloc_fd(): i32 {
  exec(map.__alloc_fd);
  return takeDescriptor();
}

export function get_unused_fd_flags(): i32 {
  exec(map.get_unused_fd_flags);
  current();
  return __alloc_fd();
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
  atomic_set(at + F_COUNT, 1);
  rwlock_init(at + F_OWNER);
  spin_lock_init(at + F_LOCK);
  st<u32>(at, F_POS_LOCK, 1); // mutex_init()
  spin_lock_init(at + F_POS_LOCK + 4);
  INIT_LIST_HEAD(at + F_POS_LOCK + 8);
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
  const node = changetype<dentry>(entry).d_inode;
  f.f_inode = node;
  f.f_mapping = changetype<inode>(node).i_mapping;
  ld<u32>(socket_file_ops, 8); // whether it can be read
  ld<u32>(socket_file_ops, 12); // and written
  f.f_mode = 3;
  f.f_op = socket_file_ops;
  return at;
}

/** Dentry and file for a socket; 0: there is no room. */
export function sock_alloc_file(sock: u32): u32 {
  exec(map.sock_alloc_file);
  ld<u32>(read(sock_mnt), MNT_SB);
  const entry = d_alloc_pseudo();
  if (entry == 0) return 0;
  const mnt = read(sock_mnt);
  mntget(mnt);
  const s = changetype<socket>(sock);
  d_instantiate(changetype<dentry>(entry), changetype<inode>(sock + VFS_INODE));
  const at = alloc_file(mnt, entry);
  if (at == 0) {
    endDentry(entry, false);
    return 0;
  }
  s.file = at;
  const f = changetype<file>(at);
  f.f_flags = 2;
  f.private_data = sock;
  return at;
}

/** A descriptor of something else than a socket. */
export function openOther(): i32 {
  const fd = get_unused_fd_flags();
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
export function __fdget(fd: i32): u32 {
  exec(map.__fdget);
  const table = currentFiles();
  table.count;
  const at = fcheck_files(table, fd);
  if (at != 0) changetype<file>(at).f_mode; // FMODE_PATH
  return at;
}

// ---- Closing

/** Takes the descriptor away and lets go of its file: __close_fd(). */
export function sys_close(fd: i32): u32 {
  exec(map.sys_close);
  return __close_fd(fd);
}

function __close_fd(fd: i32): u32 {
  exec(map.__close_fd);
  const filp = takeOut(fd);
  if (filp != 0) filp_close(filp);
  return filp;
}

/**
 * Whether this was the last reference. The real fput() then leaves __fput() to the way back to user mode (task work):
 * here it runs at once.
 */
export function fput(filp: u32): bool {
  exec(map.fput);
  if (!atomic_dec_and_test(filp + F_COUNT)) return false;
  exec(map.fput_last);
  current();
  return true;
}

/** The name that shared code has for it (until 3.12). */
export function fget_light(fd: i32): u32 {
  return __fdget(fd);
}
