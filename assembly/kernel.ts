/**
 * What a booted kernel offers the outside world (cf. struct proto_ops): one entry per system call, one for a packet,
 * and camelCase views of its state for the host. System calls return a value >= 0 or a negative errno. Addresses and
 * ports in host order; families are those of abi.ts.
 */
export class Kernel {
  constructor(
    readonly name: string,
    /** Timer ticks in a second. */
    readonly hz: u32,
    /** Lays out memory and builds the kernel's tables, free of charge. */
    readonly boot: (cpus: u32) => void,
    /** type 1 (stream) or 2 (dgram); protocol 0 is the type's own. Returns a descriptor. */
    readonly socket: (family: i32, type: i32, protocol: i32) => i32,
    /** An open file that is no socket. Returns a descriptor. */
    readonly file: () => i32,
    readonly dup: (fd: i32) => i32,
    /** `option` is an Option (abi.ts). */
    readonly setsockopt: (fd: i32, option: i32, value: i32, second: i32) => i32,
    /** Leaves what it read in abi.ts, value and secondValue. */
    readonly getsockopt: (fd: i32, option: i32) => i32,
    readonly bind: (fd: i32, family: i32, address: u32, port: u32) => i32,
    /** Starts a connection; -EINPROGRESS when it is under way. Family unspec undoes one. */
    readonly connect: (fd: i32, family: i32, address: u32, port: u32) => i32,
    readonly listen: (fd: i32, backlog: i32) => i32,
    /**
     * Never blocks: -EAGAIN when nothing waits. `flags` -1 is accept(), else those of accept4(). `name` 0: the caller
     * does not ask for the peer's address, 1: it does, 2: at an address that it may not write; `length` of its buffer.
     * The peer is left in abi.ts.
     */
    readonly accept: (fd: i32, flags: i32, name: i32, length: i32) => i32,
    readonly shutdown: (fd: i32, how: i32) => i32,
    readonly close: (fd: i32) => i32,
    /** getsockname(), or with `peer` getpeername(): left in abi.ts. */
    readonly getname: (fd: i32, peer: bool) => i32,
    /** Sends `length` bytes; never blocks. */
    readonly send: (fd: i32, length: i32) => i32,
    /** Receives up to `length` bytes; never blocks. */
    readonly recv: (fd: i32, length: i32) => i32,
    /** The POLL bits that hold now (POLLIN 1, POLLPRI 2, POLLOUT 4, POLLERR 8, POLLHUP 16, POLLNVAL 32, POLLRDHUP
     * 0x2000). */
    readonly poll: (fd: i32) => i32,
    /** Who makes the calls that follow: user 0 may do everything. */
    readonly setuid: (uid: i32) => void,
    /** Gives a TCP segment (wire.ts, `arriving`) to the kernel's tcp_v4_rcv. */
    readonly receive: () => void,
    /** Looks a listener up as a SYN does, nothing else. Returns 1 if there is one. */
    readonly lookup: (saddr: u32, sport: u32, daddr: u32, dport: u32, dev: i32) => i32,
    /** Ticks since boot at which the next timer is due; u32.MAX_VALUE: none is pending. Free of charge. */
    readonly nextTimer: () => u32,
    /** It is `tick` ticks since boot: sets jiffies and runs, on the CPU that owns each, the timers that are due. */
    readonly runTimers: (tick: u32) => void,
    /** State (TCP_..., tcp_states.ts) of the request, connection or TIME_WAIT of a peer; 0: there is none. Free. */
    readonly flow: (saddr: u32, sport: u32, daddr: u32, dport: u32) => i32,
    /** Sets or (set false) reads a sysctl (abi.ts, Sysctl): 0 with the value in abi.ts, or a negative errno (-ENOENT if
     * this kernel has none such). */
    readonly sysctl: (name: i32, value: i32, second: i32, set: bool) => i32,
    /** Fills the view buffer (abi.ts) with what `view` asks for about `argument`; returns the words written. */
    readonly describe: (view: i32, argument: i32) => i32,
  ) {}
}
