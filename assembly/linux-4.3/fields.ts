// include/net/inet_sock.h, sock.h, tcp.h of Linux 4.3: what this kernel calls the fields that code which several kernels
// word alike needs (linux/). Inlined: each is one load or store.
export * from "./fields_3_6";
export * from "./fields_4x";
