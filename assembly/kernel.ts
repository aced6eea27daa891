/**
 * What a booted kernel offers the outside world (cf. struct proto_ops): one entry per system call, one for a packet,
 * and camelCase views of its state for the host. System calls return a value >= 0 or a negative errno.
 */
export class Kernel {
  constructor(
    readonly name: string,
    /** Lays out memory and builds the kernel's tables, free of charge. */
    readonly boot: (cpus: u32) => void,
    /** family 2 (inet) or 10 (inet6); type 1 (stream) or 2 (dgram). Returns a descriptor. */
    readonly socket: (family: i32, type: i32) => i32,
    /** An open file that is no socket. Returns a descriptor. */
    readonly file: () => i32,
    /** `option` is an Option (abi.ts). */
    readonly setsockopt: (fd: i32, option: i32, value: i32) => i32,
    /** Address in host order (0: any). */
    readonly bind: (fd: i32, address: u32, port: u32) => i32,
    readonly listen: (fd: i32, backlog: i32) => i32,
    /** Never blocks: -EAGAIN when nothing waits. The peer is left in abi.ts peerAddress and peerPort. */
    readonly accept: (fd: i32) => i32,
    readonly shutdown: (fd: i32, how: i32) => i32,
    readonly close: (fd: i32) => i32,
    /** Gives a TCP segment (wire.ts, `arriving`) to the kernel's tcp_v4_rcv. */
    readonly receive: () => void,
    /** Looks a listener up as a SYN does, nothing else. Returns 1 if there is one. */
    readonly lookup: (saddr: u32, sport: u32, daddr: u32, dport: u32, dev: i32) => i32,
    /** Sets or (set false) reads a sysctl (abi.ts, Sysctl); -1 if this kernel has none such. */
    readonly sysctl: (name: i32, value: i32, set: bool) => i32,
    /** Fills the view buffer (abi.ts) with what `view` asks for about `argument`; returns the words written. */
    readonly describe: (view: i32, argument: i32) => i32,
  ) {}
}
