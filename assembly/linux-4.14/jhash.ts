// include/linux/jhash.h of Linux 4.14: nothing of its own.
export * from "./jhash_4x";
