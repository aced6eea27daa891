// Linux 4.14 has queued locks.
export * from "../linux/spinlock";
export * from "./qspinlock";
export * from "./spinlock_3_6";
