// The words that pass between the host and a kernel besides plain arguments (ABI: README.md).

export const enum Option {
  reuseaddr = 0,
  reuseport = 1,
  v6only = 2,
  bindtodevice = 3,
  defer_accept = 4,
}

export const enum Sysctl {
  somaxconn = 0,
  tcp_max_syn_backlog = 1,
  tcp_syncookies = 2,
  tcp_synack_retries = 3,
  tcp_abort_on_overflow = 4,
}

/** What describe() can be asked for; the words that it writes are listed beside each. */
export const enum View {
  /** argument: fd. is a socket?, state, port, address (host order), bucket, ack_backlog, max_ack_backlog, qlen,
   * qlen_young, max_qlen_log, nr_table_entries, listen_opt bytes, listen_opt address (0: none), listen_opt in vmalloc?,
   * size class of listen_opt in bytes (0: vmalloc), address of the struct sock */
  socket = 0,
  /** argument: bucket. chain length, then the local port and address (host order) of each entry, head first (at most 500) */
  bucket = 1,
  /** counters: ListenOverflows, ListenDrops, SyncookiesSent, SyncookiesRecv, SyncookiesFailed, TCPReqQFullDrop,
   * TCPReqQFullDoCookies, TCPTimeouts */
  netstat = 2,
  /** argument: index of a cache. active, total, object bytes, size with alignment, per slab, pages per slab, then the
   * name, zero-terminated ASCII packed in words; no words: no such cache */
  slab = 3,
  /** argument: index of a vmalloc area, in order of address. address, bytes asked for, pages (without the guard page); no words: none */
  vmalloc = 4,
  /** bytes in use by allocator: kmalloc, vmalloc, named slab caches */
  memory = 5,
}

/** Where describe() writes: 2,048 words. */
export const view: usize = memory.data(2048 * 4, 16);

/** Writes one word of the view. */
export function viewWord(index: i32, value: u32): void {
  store<u32>(view + ((<usize>index) << 2), value);
}

/** Address (host order) and port of the peer that the last accept() returned. */
export let peerAddress: u32 = 0;
export let peerPort: u32 = 0;

export function setPeer(address: u32, port: u32): void {
  peerAddress = address;
  peerPort = port;
}
