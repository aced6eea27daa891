// net/core/dev.c of Linux 4.14: nothing of its own.
export * from "./dev_4x";
