import { readFileSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildCore } from "../../tools/build.mjs";

const SYN_RECV_MINISOCK = 12;
const ESTABLISHED = 1;
const REUSEPORT = 1;

interface Kernel {
  memory: WebAssembly.Memory;
  profileAddress(): number;
  boot(): void;
  sys_socket(family: number, type: number, protocol: number): number;
  sys_setsockopt(fd: number, option: number, value: number, second: number): number;
  sys_bind(fd: number, family: number, address: number, port: number): number;
  sys_listen(fd: number, backlog: number): number;
  sys_close(fd: number): number;
  sockOf(fd: number): number;
  group(sk: number, index: number): number;
  select(sk: number, hash: number): number;
  reciprocal_scale(value: number, range: number): number;
  segment(sport: number, daddr: number, dport: number, ack: number): number;
  chainState(sport: number, daddr: number, dport: number): number;
}

// A small machine: nothing here depends on its figures.
const figures = [
  64, 32768, 8, 3, 1, 32768, 8, 3, 1, 4194304, 16, 14, 1, 0, 0, 0, 1, 254, 8192, 20, 256, 4, 32, 4, 128, 4, 8, 4, 0, 0,
  0, 5, 1, 36000, 15, 1769472, 1638400, 589824, 150, 20, 9, 9, 40, 30, 1000000,
];

const file = "build/reuseport-testing.wasm";
let kernel: Kernel;

beforeAll(async () => {
  await buildCore("assembly/linux-4.14/reuseport_testing.ts", file);
}, 120_000);

beforeEach(async () => {
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
  kernel = instance.exports as unknown as Kernel;
  new Uint32Array(kernel.memory.buffer, kernel.profileAddress(), 64).set(figures);
  kernel.boot();
});

function listener(port = 80): number {
  const fd = kernel.sys_socket(2, 1, 0);
  expect(kernel.sys_setsockopt(fd, REUSEPORT, 1, 0)).toBe(0);
  expect(kernel.sys_bind(fd, 2, 0, port)).toBe(0);
  expect(kernel.sys_listen(fd, 8)).toBe(0);
  return fd;
}

function members(fd: number): number[] {
  const sk = kernel.sockOf(fd);
  return Array.from({ length: kernel.group(sk, 1) }, (_, i) => kernel.group(sk, 2 + i) >>> 0);
}

const socks = (...fds: number[]) => fds.map((fd) => kernel.sockOf(fd) >>> 0);

describe("4.14: listeners that share a port", () => {
  test("a hash is scaled to the members without a division", () => {
    for (const range of [1, 2, 3, 4, 7, 128, 65535]) {
      for (const hash of [0, 1, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xbfffffff, 0xc0000000, 0xffffffff]) {
        expect(kernel.reciprocal_scale(hash, range)).toBe(Number((BigInt(hash) * BigInt(range)) >> 32n));
      }
    }
  });

  test("each listen() appends a member; the hash chooses one", () => {
    const fds = [listener(), listener(), listener(), listener()];
    const [a, b, c, d] = fds as [number, number, number, number];
    expect(members(a)).toEqual(socks(a, b, c, d));
    const chosen = [0x00000000, 0x40000000, 0x80000000, 0xffffffff].map((hash) =>
      kernel.select(kernel.sockOf(c), hash),
    );
    expect(chosen.map((sk) => sk >>> 0)).toEqual(socks(a, b, c, d));
  });

  test("closing one moves the last into its place", () => {
    const [a, b, c, d] = [listener(), listener(), listener(), listener()];
    const sockets = socks(a, b, c, d);
    kernel.sys_close(b);
    expect(members(a)).toEqual([sockets[0], sockets[3], sockets[2]]);
    kernel.sys_close(c);
    expect(members(a)).toEqual([sockets[0], sockets[3]]);
    kernel.sys_close(a);
    expect(members(d)).toEqual([sockets[3]]);
  });

  test("a group has 128 slots at first, and twice as many when they are taken", () => {
    const fds = Array.from({ length: 130 }, () => listener());
    const first = fds[0] as number;
    expect(kernel.group(kernel.sockOf(first), 0)).toBe(256);
    expect(members(first)).toEqual(socks(...fds));
    expect(members(fds[129] as number)).toEqual(socks(...fds));
  });

  test("other ports have other groups", () => {
    const [a, b] = [listener(80), listener(81)];
    expect(members(a)).toEqual(socks(a));
    expect(members(b)).toEqual(socks(b));
  });
});

describe("4.14: half-open requests", () => {
  test("a request stands in the table of connections until its ACK puts a connection there", () => {
    listener();
    const here = 0xc0000201;
    expect(kernel.chainState(4000, here, 80)).toBe(0);
    const isn = kernel.segment(4000, here, 80, 0);
    expect(kernel.chainState(4000, here, 80)).toBe(SYN_RECV_MINISOCK);
    kernel.segment(4000, here, 80, isn + 1);
    expect(kernel.chainState(4000, here, 80)).toBe(ESTABLISHED);
  });

  test("it outlives its listener until the next segment", () => {
    const fd = listener();
    const here = 0xc0000201;
    const isn = kernel.segment(4000, here, 80, 0);
    kernel.sys_close(fd);
    expect(kernel.chainState(4000, here, 80)).toBe(SYN_RECV_MINISOCK);
    kernel.segment(4000, here, 80, isn + 1);
    expect(kernel.chainState(4000, here, 80)).toBe(0);
  });
});
