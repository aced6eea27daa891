// fs/file_table.c, fs/inode.c and others of Linux 4.3: nothing of its own.
export * from "./file_4x";
export { F_COUNT } from "./object_sizes";
