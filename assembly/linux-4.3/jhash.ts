// include/linux/jhash.h of Linux 4.3: nothing of its own.
export * from "./jhash_4x";
