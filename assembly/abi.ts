// The words that pass between the host and a kernel besides plain arguments (ABI: README.md).

/** setsockopt() and getsockopt(), by the names of the kernel's constants. */
export const enum Option {
  reuseaddr = 0,
  reuseport = 1,
  v6only = 2,
  bindtodevice = 3,
  defer_accept = 4,
  keepalive = 5,
  /** Two values: l_onoff, l_linger in seconds. */
  linger = 6,
  nodelay = 7,
  syncnt = 8,
  freebind = 9,
  rcvbuf = 10,
  sndbuf = 11,
  maxseg = 12,
  // Only to be read:
  acceptconn = 13,
  error = 14,
  type = 15,
  protocol = 16,
  domain = 17,
}

/** By their /proc/sys names, see src/sysctls.ts. */
export const enum Sysctl {
  somaxconn = 0,
  tcp_max_syn_backlog = 1,
  tcp_syncookies = 2,
  tcp_synack_retries = 3,
  tcp_abort_on_overflow = 4,
  ip_nonlocal_bind = 5,
  /** Two values: first and last. */
  ip_local_port_range = 6,
  tcp_syn_retries = 7,
  tcp_fin_timeout = 8,
  tcp_tw_reuse = 9,
  tcp_tw_recycle = 10,
  tcp_timestamps = 11,
  tcp_max_orphans = 12,
  tcp_max_tw_buckets = 13,
  tcp_rfc1337 = 14,
  tcp_invalid_ratelimit = 15,
  tcp_retries1 = 16,
  tcp_retries2 = 17,
}

/** sin_family of an address: inet, inet6, or an IPv4 address as inet6 maps it (::ffff:1.2.3.4). */
export const enum Family {
  unspec = 0,
  unix = 1,
  inet = 2,
  inet6 = 10,
  mapped = 266,
}

/** What describe() can be asked for; the words that it writes are listed beside each. */
export const enum View {
  /** argument: fd. is a socket?, state, port, address (host order), bucket, ack_backlog, max_ack_backlog, qlen,
   * qlen_young, max_qlen_log, nr_table_entries, listen_opt bytes, listen_opt address (0: none), listen_opt in vmalloc?,
   * size class of listen_opt in bytes (0: vmalloc), address of the struct sock, and what the kernel tells ss and
   * TCP_INFO about it: idiag_rqueue, idiag_wqueue, tcpi_unacked, tcpi_sacked. qlen, qlen_young or max_qlen_log
   * 0xffffffff: this kernel has none such */
  socket = 0,
  /** argument: bucket. chain length, then the local port and address (host order) of each entry, head first (at most 500) */
  bucket = 1,
  /** counters of /proc/net/netstat and snmp, in the order of src/counters.ts; 0xffffffff: this kernel has none such */
  netstat = 2,
  /** argument: index of a cache. active, total, object bytes, size with alignment, per slab, pages per slab, then the
   * name, zero-terminated ASCII packed in words; no words: no such cache */
  slab = 3,
  /** argument: index of a vmalloc area, in order of address. address, bytes asked for, pages (without the guard page); no words: none */
  vmalloc = 4,
  /** bytes in use by allocator: kmalloc, vmalloc, named slab caches */
  memory = 5,
  /** argument: a local port, 0 for all. sockets in each TCP state, 13 words by the state's number; half-open requests
   * count as SYN_RECV, listeners as LISTEN */
  states = 6,
  /** what ought never to be: counters that differ from their lists, held locks, lists out of order. One word for each
   * fault found: 0 words is a sound kernel. The words are kernel-internal addresses of the faulty objects */
  audit = 7,
  /** number of listening buckets */
  buckets = 8,
  /** argument: bucket. address of the struct sock of each entry, head first (at most 500); no words: not known */
  bucketSocks = 9,
}

/** Where describe() writes: 2,048 words. */
export const view: usize = memory.data(2048 * 4, 16);

/** Writes one word of the view. */
export function viewWord(index: i32, value: u32): void {
  store<u32>(view + ((<usize>index) << 2), value);
}

/** An address (host order) and port that a call returned: accept(), getsockname(), getpeername(). */
export let peerFamily: i32 = 0;
export let peerAddress: u32 = 0;
export let peerPort: u32 = 0;

export function setPeer(address: u32, port: u32, family: i32 = Family.inet): void {
  peerFamily = family;
  peerAddress = address;
  peerPort = port;
}

/** What getsockopt() or sysctl() returned; the second of two values. */
export let value: i32 = 0;
export let secondValue: i32 = 0;

export function setValue(first: i32, second: i32 = 0): void {
  value = first;
  secondValue = second;
}
