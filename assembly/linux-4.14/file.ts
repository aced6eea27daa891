// fs/file_table.c, fs/inode.c and others of Linux 4.14: nothing of its own.

export { F_COUNT } from "./audit_layout";
export * from "./file_4x";
