// Linux 4.14 has queued locks.
export * from "./qspinlock";
