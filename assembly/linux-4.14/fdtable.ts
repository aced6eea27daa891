// fs/file.c of Linux 4.14: nothing of its own.
export * from "../linux/fdtable";
export * from "./fdtable_4x";
