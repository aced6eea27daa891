// Linux 4.3 has queued locks.
export * from "./qspinlock";
