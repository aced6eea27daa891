// The cases that tools/functions.mjs runs, main paths first: a function's figures are those of the first case in which
// it runs. Each case has a freshly booted emulator: `prepare` brings it about and returns the call that is measured.

const TO = "10.0.0.1:80";
const from = (n) => `10.0.0.2:${2000 + n}`;

function bound(e, port = 80) {
  const fd = e.socket().ret;
  e.bind(fd, { port });
  return fd;
}

function listening(e, backlog = 128) {
  const fd = bound(e);
  e.listen(fd, backlog);
  return fd;
}

/** Half-open requests from the sources `first` to `first + count - 1`. */
function syns(e, count, first = 0) {
  for (let n = first; n < first + count; n++) e.syn({ from: from(n), to: TO });
}

/** Connections that wait to be accepted, from sources 0 to count - 1. */
function connected(e, count) {
  for (let n = 0; n < count; n++) {
    e.syn({ from: from(n), to: TO });
    e.ack({ from: from(n), to: TO });
  }
}

/** The descriptor of an accepted connection, the third one. */
function accepted(e) {
  const fd = listening(e);
  connected(e, 3);
  return [e.accept(fd).ret, e.accept(fd).ret, e.accept(fd).ret][2];
}

function closeAll(e, fds) {
  for (const fd of fds) e.close(fd);
}

const RAISED = { "net.core.somaxconn": 65_535, "net.ipv4.tcp_max_syn_backlog": 65_535 };

/** `trace` is the real kernels' trace of the same call, `under` the call in it that the case is about. */
export const cases = [
  {
    name: "SYN, warm",
    trace: "synseen_inject_others0_target_oldest",
    under: "tcp_v4_rcv#0",
    prepare(e) {
      listening(e);
      syns(e, 2);
      return () => e.syn({ from: from(2), to: TO });
    },
  },
  {
    name: "final ACK, warm",
    trace: "connect_others0_target_oldest",
    under: "tcp_v4_rcv#2",
    prepare(e) {
      const fd = listening(e);
      connected(e, 2);
      for (let n = 0; n < 2; n++) e.accept(fd);
      syns(e, 1, 2);
      return () => e.ack({ from: from(2), to: TO });
    },
  },
  {
    name: "accept, warm",
    trace: "accept_others0_target_oldest",
    prepare(e) {
      const fd = listening(e);
      connected(e, 3);
      for (let n = 0; n < 2; n++) e.accept(fd);
      return () => e.accept(fd);
    },
  },
  {
    name: "listen(128), warm",
    trace: "listen_first_bl128",
    prepare(e) {
      e.close(listening(e));
      const fd = bound(e);
      return () => e.listen(fd, 128);
    },
  },
  {
    name: "listen(128), first of all",
    prepare(e) {
      const fd = bound(e);
      return () => e.listen(fd, 128);
    },
  },
  {
    name: "re-listen",
    trace: "relisten_after_listen_first_bl5",
    prepare(e) {
      const fd = listening(e, 5);
      return () => e.listen(fd, 5);
    },
  },
  {
    name: "SYN, queue full",
    trace: "syn_full_drop",
    under: "tcp_v4_rcv#0",
    sysctl: { "net.ipv4.tcp_syncookies": 0, ...RAISED },
    prepare(e) {
      listening(e, 7); // 16 entries
      syns(e, 16);
      return () => e.syn({ from: from(16), to: TO });
    },
  },
  {
    name: "SYN, cookie",
    trace: "syn_full_cookie",
    under: "tcp_v4_rcv#0",
    sysctl: { "net.ipv4.tcp_syncookies": 1, ...RAISED },
    prepare(e) {
      listening(e, 7); // 16 entries
      syns(e, 17);
      return () => e.syn({ from: from(17), to: TO });
    },
  },
  {
    name: "listen(1024), raised",
    trace: "listen_first_bl1024_raised",
    sysctl: RAISED,
    prepare(e) {
      const fd = bound(e);
      return () => e.listen(fd, 1024);
    },
  },
  {
    name: "close of listen(1024)",
    sysctl: RAISED,
    prepare(e) {
      const fd = listening(e, 1024);
      return () => e.close(fd);
    },
  },
  { name: "socket", prepare: (e) => () => e.socket() },
  {
    name: "bind",
    prepare(e) {
      const fd = e.socket().ret;
      return () => e.bind(fd, { port: 80 });
    },
  },
  {
    name: "bind, port taken",
    prepare(e) {
      bound(e);
      const fd = e.socket().ret;
      return () => e.bind(fd, { port: 80 });
    },
  },
  {
    name: "listen, unbound",
    prepare(e) {
      const fd = e.socket().ret;
      return () => e.listen(fd, 5);
    },
  },
  {
    name: "close of a child",
    prepare(e) {
      const child = accepted(e);
      return () => e.close(child);
    },
  },
  {
    name: "close of a listener, queues full",
    prepare(e) {
      const fd = listening(e, 2);
      connected(e, 3);
      syns(e, 2, 3);
      return () => e.close(fd);
    },
  },
  {
    name: "SYN, duplicate",
    prepare(e) {
      listening(e);
      syns(e, 3);
      return () => e.syn({ from: from(2), to: TO });
    },
  },
  {
    name: "RST on a request",
    prepare(e) {
      listening(e);
      syns(e, 3);
      return () => e.rst({ from: from(2), to: TO });
    },
  },
  { name: "SYN, closed port", prepare: (e) => () => e.syn({ from: from(0), to: TO }) },
  {
    name: "accept, empty queue",
    prepare(e) {
      const fd = listening(e);
      return () => e.accept(fd);
    },
  },
  {
    name: "ACK without a request",
    prepare(e) {
      listening(e);
      return () => e.ack({ from: from(0), to: TO });
    },
  },
  {
    name: "final ACK, accept queue full",
    prepare(e) {
      listening(e, 0);
      syns(e, 2);
      e.ack({ from: from(0), to: TO });
      return () => e.ack({ from: from(1), to: TO });
    },
  },
  {
    name: "final ACK, abort on overflow",
    sysctl: { "net.ipv4.tcp_abort_on_overflow": 1 },
    prepare(e) {
      listening(e, 0);
      syns(e, 2);
      e.ack({ from: from(0), to: TO });
      return () => e.ack({ from: from(1), to: TO });
    },
  },
  {
    name: "ACK with data",
    prepare(e) {
      accepted(e);
      return () => e.ack({ from: from(2), to: TO, len: 100 });
    },
  },
  {
    name: "RST on a child",
    prepare(e) {
      accepted(e);
      return () => e.rst({ from: from(2), to: TO });
    },
  },
  {
    name: "shutdown of a listener",
    prepare(e) {
      const fd = listening(e);
      syns(e, 1);
      return () => e.shutdown(fd, "rdwr");
    },
  },
  {
    name: "shutdown of a child",
    prepare(e) {
      const child = accepted(e);
      return () => e.shutdown(child, "wr");
    },
  },
  {
    name: "SO_REUSEADDR",
    prepare(e) {
      const fd = e.socket().ret;
      return () => e.setsockopt(fd, "reuseaddr", 1);
    },
  },
  {
    name: "TCP_DEFER_ACCEPT",
    prepare(e) {
      const fd = e.socket().ret;
      return () => e.setsockopt(fd, "defer_accept", 1);
    },
  },
  {
    name: "final ACK, cookie",
    sysctl: { "net.ipv4.tcp_syncookies": 1, ...RAISED },
    prepare(e) {
      listening(e, 7); // 16 entries
      syns(e, 17);
      return () => e.ack({ from: from(16), to: TO });
    },
  },
  {
    name: "500 SYNs, refills",
    prepare(e) {
      listening(e, 1024);
      return () => syns(e, 500);
    },
  },
  {
    name: "close of 300 sockets, slabs freed",
    prepare(e) {
      const fds = Array.from({ length: 300 }, () => e.socket().ret);
      return () => closeAll(e, fds);
    },
  },
  {
    name: "500 requests closed, slabs freed",
    sysctl: RAISED,
    prepare(e) {
      const fd = listening(e, 1024);
      syns(e, 500);
      return () => e.close(fd);
    },
  },
  {
    name: "140 listen(65535) closed, areas purged",
    sysctl: RAISED,
    prepare(e) {
      const fds = Array.from({ length: 140 }, (_, i) => bound(e, 80 + i));
      for (const fd of fds) e.listen(fd, 65_535);
      return () => closeAll(e, fds);
    },
  },
  {
    name: "datagram socket, file",
    prepare: (e) => () => {
      const fd = e.socket({ type: "dgram" }).ret;
      e.bind(fd, { port: 53 });
      e.listen(fd, 5);
      e.close(fd);
      e.listen(e.file().ret, 5);
    },
  },
];
