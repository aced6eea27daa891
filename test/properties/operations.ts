// What a property test may do to a kernel, as plain data: a failing sequence prints as JSON and can be played again.
import fc from "fast-check";

/** `s` names a descriptor that the sequence has got: an even one counts from the first, an odd one back from the last. `peer` and `port` choose from lists. */
export type Operation =
  | { op: "socket"; family: "inet" | "inet6"; type: "stream" | "dgram" }
  | { op: "file" }
  | { op: "dup" | "accept" | "poll" | "getsockname" | "getpeername"; s: number }
  | { op: "close"; s: number }
  | { op: "setsockopt" | "getsockopt"; s: number; option: (typeof optionNames)[number]; value: number }
  | { op: "bind" | "connect"; s: number; addr: number; port: number }
  | { op: "listen"; s: number; backlog: number }
  | { op: "shutdown"; s: number; how: "rd" | "wr" | "rdwr" }
  | { op: "send" | "recv"; s: number; bytes: number }
  | { op: "syn"; peer: number; port: number; count: number }
  | { op: "ack"; peer: number; port: number; len: number }
  | { op: "rst"; peer: number; port: number }
  | { op: "connection"; peer: number; port: number }
  | { op: "segment"; peer: number; port: number; flags: string; seq: number; ack: number; len: number; bare: boolean }
  | { op: "advance"; ms: number }
  | { op: "sysctl"; name: string; value: number }
  | { op: "cpu"; number: number };

/** A boot and what is done to it. */
export interface Sequence {
  cpus: number;
  seed: number;
  /** Begins with a listener on 0.0.0.0:80 of this backlog; -2: without. */
  backlog: number;
  operations: Operation[];
  /** Played again in a fresh instance, saved and loaded on the way. */
  again: boolean;
}

const optionNames = [
  "reuseaddr",
  "reuseport",
  "v6only",
  "defer_accept",
  "linger",
  "keepalive",
  "nodelay",
  "syncnt",
] as const;

export const addresses = ["0.0.0.0", "10.9.9.9", "127.0.0.1", "::", "::ffff:10.9.9.9"];
/** 80, its neighbour, one of its bucket (80 modulo 32), any. */
export const ports = [80, 81, 112, 0];
export const peerCount = 4;

const sysctls: Record<string, number[]> = {
  "net.core.somaxconn": [0, 1, 128, 1024],
  "net.ipv4.tcp_max_syn_backlog": [1, 16, 256, 2048],
  "net.ipv4.tcp_syncookies": [0, 1],
  "net.ipv4.tcp_synack_retries": [0, 1, 5],
  "net.ipv4.tcp_abort_on_overflow": [0, 1],
};

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const s = fc.nat(7);
const peer = fc.nat(peerCount - 1);
const port = one([0, 0, 0, 0, 1]);
const record = <const Op extends string, T extends Record<string, fc.Arbitrary<unknown>>>(op: Op, fields: T) =>
  fc.record({ op: fc.constant(op), ...fields }, { noNullPrototype: true }) as unknown as fc.Arbitrary<Operation>;

const sysctl = one(Object.keys(sysctls)).chain((name) =>
  record("sysctl", { name: fc.constant(name), value: one(sysctls[name] as number[]) }),
);

const backlogs = [0, 1, 2, 5, 16, 128, 600, 65_536, -1];
const flags = [".", ".", ".", "F.", "F.", "F.", "P.", "S", "S.", "R", "R.", "F", "PU.", "SF", "SR", "", "FPU"];
const offsets = [0, 0, 0, 0, 0, 0, 0, 0, 1, -1, 100, 65_536, 2 ** 31];

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: record("socket", {
      family: one(["inet", "inet", "inet6"]),
      type: one(["stream", "stream", "stream", "dgram"]),
    }),
  },
  { weight: 1, arbitrary: record("file", {}) },
  { weight: 6, arbitrary: record("bind", { s, addr: fc.nat(addresses.length - 1), port: fc.nat(ports.length - 1) }) },
  { weight: 4, arbitrary: record("listen", { s, backlog: one(backlogs) }) },
  { weight: 3, arbitrary: record("setsockopt", { s, option: one(optionNames), value: one([0, 1, 2, 5]) }) },
  { weight: 1, arbitrary: record("getsockopt", { s, option: one(optionNames), value: fc.constant(0) }) },
  { weight: 8, arbitrary: record("syn", { peer, port, count: one([1, 1, 1, 3, 20]) }) },
  { weight: 8, arbitrary: record("ack", { peer, port, len: one([0, 0, 1, 1460]) }) },
  { weight: 2, arbitrary: record("rst", { peer, port }) },
  { weight: 10, arbitrary: record("connection", { peer, port }) },
  {
    weight: 16,
    arbitrary: record("segment", {
      peer,
      port,
      flags: one(flags),
      seq: one(offsets),
      ack: one(offsets),
      len: one([0, 0, 1, 1460]),
      bare: fc.boolean(),
    }),
  },
  { weight: 10, arbitrary: record("accept", { s }) },
  { weight: 1, arbitrary: record("dup", { s }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: one(["poll", "getsockname", "getpeername"] as const), s }, { noNullPrototype: true }),
  },
  { weight: 2, arbitrary: record("shutdown", { s, how: one(["rd", "wr", "rdwr"]) }) },
  { weight: 3, arbitrary: record("close", { s }) },
  { weight: 3, arbitrary: record("send", { s, bytes: one([1, 1000, 100_000]) }) },
  { weight: 3, arbitrary: record("recv", { s, bytes: one([1, 1000, 100_000]) }) },
  {
    weight: 2,
    arbitrary: record("connect", { s, addr: fc.nat(addresses.length - 1), port: fc.nat(ports.length - 1) }),
  },
  { weight: 6, arbitrary: record("advance", { ms: one([1, 40, 200, 1000, 3000, 10_000, 65_000, 200_000]) }) },
  { weight: 2, arbitrary: sysctl },
  { weight: 2, arbitrary: record("cpu", { number: fc.nat(2) }) },
);

export const sequence: fc.Arbitrary<Sequence> = fc.record(
  {
    cpus: one([1, 1, 2, 3]),
    seed: one([1, 2, 3]),
    backlog: one([...backlogs, 128, -2]),
    operations: fc.array(operation, { maxLength: 24, size: "max" }),
    again: fc.nat(19).map((number) => number === 19), // one in twenty
  },
  { noNullPrototype: true },
);
