// fs/file.c of Linux 4.3: nothing of its own.
export * from "./fdtable_4x";
