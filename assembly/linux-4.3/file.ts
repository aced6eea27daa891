// fs/file_table.c, fs/inode.c and others of Linux 4.3: nothing of its own.
export * from "../linux/file";
export * from "./file_3_6";
export * from "./file_4x";
