// kernel/sched/core.c, kernel/wait.c of Linux 4.14: nothing of its own.
export * from "../linux/wait";
export * from "./wait_3_6";
