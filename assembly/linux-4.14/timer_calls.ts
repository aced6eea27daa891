// Which function a timer calls in Linux 4.14: nothing of its own.
export * from "./timer_calls_4x";
