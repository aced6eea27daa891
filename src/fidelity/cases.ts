// The calls that are compared, each as the real kernels were made to make it.
import type { Emulator } from "../emulator.js";

export interface FidelityCase {
  /** As the counts name it. */
  name: string;
  /** As people do. */
  title: string;
  /** The counted call: the first of these that the counts have. */
  counted: readonly string[];
  sysctl?: Readonly<Record<string, number>>;
  /** The case whose trace tells who calls whom, where it has none of its own. */
  like?: string;
  /** Brings a freshly booted kernel to the call. */
  prepare(linux: Emulator): Repetition;
}

/** A call that can be made again and again. */
export interface Repetition {
  /** What has to happen before each. */
  ready?(): unknown;
  call(): unknown;
  /** Gives up what it made: the next one finds the same memory. */
  done?(): unknown;
}

const SERVER = "10.9.9.9:80";
const RAISED = { "net.core.somaxconn": 65_535, "net.ipv4.tcp_max_syn_backlog": 65_535 };
/** 1.2 has one system call for all; what it calls has names of its own. */
const LISTEN = ["sys_listen#0", "sock_listen#0"];

/** The traced program's sockets may reuse their addresses, which costs listen() a look at the port's owners. */
function bound(linux: Emulator, port = 80): number {
  const fd = linux.socket().ret;
  linux.setsockopt(fd, "reuseaddr", 1);
  linux.bind(fd, { port });
  return fd;
}

function listener(linux: Emulator, backlog: number, port = 80): number {
  const fd = bound(linux, port);
  linux.listen(fd, backlog);
  return fd;
}

/** The first listen() of a socket, on a machine where one was made and closed before. */
function firstListen(linux: Emulator, backlog: number): Repetition {
  linux.close(listener(linux, backlog));
  let port = 80;
  let fd = 0;
  return {
    ready() {
      fd = bound(linux, port++);
    },
    call: () => linux.listen(fd, backlog),
    done: () => linux.close(fd),
  };
}

/** A listener with others on ports equal modulo 32, itself the first (so the last of its chain), after one SYN. */
function crowd(linux: Emulator, others: number): number {
  const fd = listener(linux, 128);
  for (let i = 1; i <= others; i++) listener(linux, 8, 80 + 32 * i);
  linux.syn({ from: "10.0.0.1:4000", to: SERVER });
  return fd;
}

const COOKIES_OFF = { "net.ipv4.tcp_syncookies": 0 };
const from = (n: number) => `10.0.0.1:${4000 + n}`;

/** The first connection, which warms the slabs. */
function warmChild(linux: Emulator): void {
  linux.syn({ from: from(1), to: SERVER });
  linux.ack({ from: from(1), to: SERVER });
}

export const cases: readonly FidelityCase[] = [
  {
    name: "listen_first_bl5",
    title: "listen 5",
    counted: LISTEN,
    prepare: (linux) => firstListen(linux, 5),
  },
  {
    name: "listen_first_bl128",
    title: "listen 128",
    counted: LISTEN,
    prepare: (linux) => firstListen(linux, 128),
  },
  {
    name: "listen_first_bl1024_raised",
    title: "listen 1024, raised",
    counted: LISTEN,
    sysctl: RAISED,
    prepare: (linux) => firstListen(linux, 1024),
  },
  {
    name: "relisten_after_listen_first_bl5",
    title: "re-listen",
    counted: LISTEN,
    prepare(linux) {
      const fd = listener(linux, 5);
      return { call: () => linux.listen(fd, 5) };
    },
  },
  ...[0, 1, 10, 100, 1000].map(
    (others): FidelityCase => ({
      name: `synseen_inject_others${others}_target_oldest`,
      title: `SYN, ${others.toLocaleString("en")} ${others === 1 ? "other" : "others"}`,
      counted: ["tcp_v4_rcv#0", "tcp_rcv#0"],
      sysctl: COOKIES_OFF,
      like: "synseen_inject_others0_target_oldest",
      prepare(linux) {
        crowd(linux, others);
        let n = 0;
        return {
          ready: () => n++,
          call: () => linux.syn({ from: from(n), to: SERVER }),
          done: () => linux.rst({ from: from(n), to: SERVER }),
        };
      },
    }),
  ),
  {
    name: "connect_others0_target_oldest",
    title: "final ACK",
    counted: ["tcp_v4_rcv#2", "tcp_rcv#2"],
    sysctl: COOKIES_OFF,
    prepare(linux) {
      const fd = crowd(linux, 0); // whose request stays half-open
      warmChild(linux);
      linux.accept(fd);
      let n = 1;
      return {
        ready: () => linux.syn({ from: from(++n), to: SERVER }),
        call: () => linux.ack({ from: from(n), to: SERVER }),
        done() {
          const { ret } = linux.accept(fd);
          linux.rst({ from: from(n), to: SERVER });
          linux.close(ret);
        },
      };
    },
  },
  {
    name: "accept_others0_target_oldest",
    title: "accept",
    counted: ["sys_accept4#0", "sys_accept#0", "sock_accept#0"],
    sysctl: COOKIES_OFF,
    prepare(linux) {
      const fd = crowd(linux, 0);
      warmChild(linux);
      linux.accept(fd);
      let n = 1;
      let child = 0;
      const connect = () => {
        linux.syn({ from: from(++n), to: SERVER });
        linux.ack({ from: from(n), to: SERVER });
      };
      connect(); // one more than is accepted: as in the traces, the queue is not empty afterwards
      return {
        ready: connect,
        call() {
          child = linux.accept(fd).ret;
        },
        done() {
          linux.rst({ from: from(n - 1), to: SERVER });
          linux.close(child);
        },
      };
    },
  },
];
