// net/socket.c of Linux 4.14: nothing of its own.
export * from "../linux/socket";
export * from "./socket_3_6";
export * from "./socket_4x";
