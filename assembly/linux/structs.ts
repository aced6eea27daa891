// For editors only: while a shared file is compiled, "./structs" is its kernel's own (tools/build.mjs).
export * from "../linux-3.6/structs";
