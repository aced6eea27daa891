// fs/file.c, fs/open.c, fs/file_table.c of Linux 3.6.5: nothing of its own.
export * from "../linux/fdtable";
export * from "./fdtable_to_3_6";
