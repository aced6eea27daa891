// fs/file.c, fs/open.c, fs/file_table.c of Linux 2.6.20: nothing of its own.
export * from "../linux/fdtable";
export * from "./fdtable_to_3_6";
