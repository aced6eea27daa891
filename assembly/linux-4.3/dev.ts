// net/core/dev.c of Linux 4.3: nothing of its own.
export * from "./dev_4x";
