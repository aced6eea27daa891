// For editors only: while a shared file is compiled, "./config" is its kernel's own (tools/build.mjs).
export * from "../linux-3.6/config";
