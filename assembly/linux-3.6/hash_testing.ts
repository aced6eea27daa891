// Entry for test/linux/hash.test.ts: nothing of Linux 3.6.5's own.
export * from "../linux/hash_testing";
export * from "./hash_testing_3_6";
