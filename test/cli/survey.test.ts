// How listeners are replayed, seen from the kernel's side.
import { expect, test } from "vitest";
import type { Emulator } from "../../src/emulator.js";
import { type Listener, parseListeners } from "../../src/listeners.js";
import { survey } from "../../src/survey.js";

/** A kernel that writes down what it is asked; it refuses what `refuse` names. */
function kernel(refuse: (call: string) => boolean = () => false) {
  const calls: string[] = [];
  let fds = 3;
  const call = (text: string, ret = 0) => {
    calls.push(text);
    return refuse(text) ? { ret: -1, errno: "EADDRINUSE", cycles: 1 } : { ret, cycles: 10 };
  };
  const ports = new Map<number, number>();
  const linux = {
    kernel: "stub",
    machine: { name: "none" },
    memory: () => ({ kmalloc: 100 * calls.length, vmalloc: 0, slab: 0 }),
    socket: ({ family }: { family: string }) => call(`socket ${family}`, fds++),
    setsockopt: (fd: number, option: string, value: number) => call(`${fd} ${option} ${value}`),
    bind: (fd: number, { addr, port }: { addr: string; port: number }) => {
      ports.set(fd, port);
      return call(`${fd} bind ${addr}:${port}`);
    },
    listen: (fd: number, backlog: number) => call(`${fd} listen ${backlog}`),
    close: (fd: number) => call(`${fd} close`),
    socketState: (fd: number) => ({ bucket: (ports.get(fd) ?? 0) % 32 }),
    chain: (bucket: number) => ({ length: [...ports.values()].filter((port) => port % 32 === bucket).length }),
    buckets: () => 32,
    rst: ({ from, to }: { from: string; to: string }) => call(`rst ${from} ${to}`),
    syn: ({ from, to }: { from: string; to: string }) => ({
      ...call(`syn ${from} ${to}`),
      cycles: Number(to.split(":").at(-1)),
    }),
  };
  return { linux: linux as unknown as Emulator, calls };
}

const inet = (addr: string, port: number, backlog = 128): Listener => ({ addr, port, backlog, family: "inet" });
const inet6 = (addr: string, port: number, backlog = 128): Listener => ({ addr, port, backlog, family: "inet6" });

test("a listener is socket, SO_REUSEADDR, bind, listen; then its port gets two SYNs, each reset", () => {
  const { linux, calls } = kernel();
  survey(linux, [inet("127.0.0.1", 80, 5)]);
  expect(calls).toEqual([
    "socket inet",
    "3 reuseaddr 1",
    "3 bind 127.0.0.1:80",
    "3 listen 5",
    "syn 10.0.0.1:40000 127.0.0.1:80",
    "rst 10.0.0.1:40000 127.0.0.1:80",
    "syn 10.0.0.1:40001 127.0.0.1:80",
    "rst 10.0.0.1:40001 127.0.0.1:80",
  ]);
});

test("an IPv6 listener is IPv6-only if its port has an IPv4 one, and takes IPv4 if not", () => {
  const { linux, calls } = kernel();
  survey(linux, [inet6("::", 22), inet("0.0.0.0", 22), inet6("::", 80), inet6("::ffff:127.0.0.1", 81)]);
  expect(calls.filter((call) => /v6only|bind/.test(call))).toEqual([
    "3 v6only 1",
    "3 bind :::22",
    "4 bind 0.0.0.0:22",
    "5 bind :::80",
    "6 bind 127.0.0.1:81",
  ]);
  expect(calls.filter((call) => call.startsWith("syn") && call.includes(":40001 "))).toEqual([
    "syn 10.0.0.1:40001 10.9.9.9:22",
    "syn 10.0.0.1:40001 10.9.9.9:80",
    "syn 10.0.0.1:40001 127.0.0.1:81",
  ]);
});

test("a port that only ::1 listens on gets no SYN; without any port there is no dearest one", () => {
  const { linux, calls } = kernel();
  const { syn_cycles } = survey(linux, [inet6("::1", 631)]);
  expect(calls.some((call) => call.startsWith("syn"))).toBe(false);
  expect(syn_cycles).toEqual({ min: 0, median: 0, max: 0, worst_port: null });
});

test("copies ask for SO_REUSEPORT; one that is refused is closed and counted", () => {
  const { linux, calls } = kernel((call) => call === "4 bind 0.0.0.0:53" || call.includes("reuseport"));
  const result = survey(linux, [inet("0.0.0.0", 53), inet("0.0.0.0", 53), inet("0.0.0.0", 54)]);
  expect(calls.filter((call) => /reuseport|close/.test(call))).toEqual(["3 reuseport 1", "4 reuseport 1", "4 close"]);
  expect([result.skipped, result.errors]).toEqual([1, { EADDRINUSE: 1 }]);
  expect(result.listen_cycles).toEqual({ total: 20, mean: 10 });
});

test("the median of an even number of ports is the lower one", () => {
  const { linux } = kernel();
  const { syn_cycles, ports } = survey(
    linux,
    [4, 1, 3, 2].map((port) => inet("0.0.0.0", port)),
  );
  expect(syn_cycles).toEqual({ min: 1, median: 2, max: 4, worst_port: 4 });
  expect(ports.map(({ port }) => port)).toEqual([1, 2, 3, 4]);
});

test("ss prints an IPv6 wildcard that takes IPv4 as *", () => {
  const { linux, calls } = kernel();
  survey(linux, parseListeners("LISTEN 0 511 *:80 *:*\n", "text"));
  expect(calls.slice(0, 3)).toEqual(["socket inet6", "3 reuseaddr 1", "3 bind :::80"]);
});
