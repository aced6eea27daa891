// net/socket.c of Linux 4.14: the system calls.
export * from "../linux/socket";
export * from "../linux/socket_4x";
