// The process's side through class Emulator: names, options, data, time, and connections of the host with itself.
import { describe, expect, test } from "vitest";
import { Emulator, kernels } from "../src/index.ts";

const HOST = { addr: "192.0.2.1", port: 80 };
const SERVER = "192.0.2.1:80";

async function server(kernel: string, backlog = 3) {
  const linux = await Emulator.boot({ kernel });
  linux.addAddress("127.0.0.1/8").addAddress("192.0.2.1/24");
  const fd = linux.socket().ret;
  linux.bind(fd, HOST);
  linux.listen(fd, backlog);
  return { linux, fd };
}

const flags = (linux: Emulator) => linux.sent().map((segment) => segment.flags);
const ledgerIsWhole = (linux: Emulator) =>
  expect(linux.ledger().reduce((sum, { cycles }) => sum + cycles, 0)).toBe(linux.clock());

describe.each(kernels.map(({ name }) => name))("%s", (kernel) => {
  test("connect() to the host itself comes back connected; data and FIN find the other end", async () => {
    const { linux, fd } = await server(kernel);
    const client = linux.socket().ret;
    expect(linux.connect(client, HOST).ret).toBe(0);
    expect(flags(linux)).toEqual(["S", "S.", "."]);
    expect(linux.getpeername(client)).toMatchObject({ ret: 0, ...HOST });
    const { addr, port } = linux.getsockname(client);
    const from = `${addr}:${port}`;
    const accepted = linux.accept(fd, { name: "ok" });
    expect(accepted).toMatchObject({ ret: client + 1, peer: from });
    expect(linux.flow({ from, to: SERVER })).toBe("ESTABLISHED");
    expect(linux.send(client, 100).ret).toBe(100);
    expect(linux.poll(accepted.ret).events).toContain("POLLIN");
    expect(linux.recv(accepted.ret, 1000).ret).toBe(100);
    expect(linux.recv(accepted.ret, 1000).errno).toBe("EAGAIN");
    linux.close(client);
    expect(linux.recv(accepted.ret, 1000).ret).toBe(0);
    linux.close(accepted.ret);
    expect(linux.flow({ from, to: SERVER })).not.toBe("ESTABLISHED");
    expect(linux.states().LISTEN).toBe(1);
    ledgerIsWhole(linux);
  });

  test("a port where nobody listens refuses; an address elsewhere keeps connect() under way", async () => {
    const { linux } = await server(kernel);
    expect(linux.connect(linux.socket().ret, { ...HOST, port: 81 }).errno).toBe("ECONNREFUSED");
    const away = linux.socket().ret;
    expect(linux.connect(away, { addr: "10.0.0.9", port: 9 }).errno).toBe("EINPROGRESS");
    expect(linux.socketState(away)?.state).toBe("SYN_SENT");
    const before = linux.time();
    const { sent } = linux.advance(10_000);
    const seconds = sent.map(({ ms }) => Math.round((ms - before) / 1000));
    expect(seconds).toEqual(["1.2", "2.6.20"].includes(kernel) ? [3, 9] : [1, 3, 7]);
  });

  test("a client that found the queue full is let in by its own timer", async () => {
    const { linux, fd } = await server(kernel, 1);
    const clients = Array.from({ length: 8 }, () => linux.socket().ret);
    for (const client of clients) linux.connect(client, HOST);
    const waiting = clients.filter((client) => linux.socketState(client)?.state === "SYN_SENT");
    expect(waiting.length).toBeGreaterThan(0);
    for (let turn = 0; turn < 60; turn++) {
      while (linux.accept(fd).ret >= 0);
      linux.advance(1000);
    }
    const late = waiting.filter((client) => linux.socketState(client)?.state === "ESTABLISHED");
    expect(late.length).toBeGreaterThan(0);
    ledgerIsWhole(linux);
  });

  test("options are read as they were set; dup() is another name", async () => {
    const { linux, fd } = await server(kernel);
    expect(linux.setsockopt(fd, "linger", 1, 5).ret).toBe(0);
    const copy = linux.dup(fd).ret;
    expect(copy).toBeGreaterThan(fd);
    expect(linux.getsockopt(copy, "linger")).toMatchObject({ ret: 0, value: 1, second: 5 });
    expect(linux.close(fd).ret).toBe(0);
    expect(linux.syn({ from: "10.0.0.1:1", to: SERVER }).outcome).toBe("synack");
  });

  test("time is what calls cost and what passes; with passCost(false) what passes alone", async () => {
    const { linux } = await server(kernel);
    expect(linux.time()).toBeCloseTo(linux.clock() / linux.machine.mhz / 1000, 6);
    const before = linux.passCost(false).time();
    linux.syn({ from: "10.0.0.1:1", to: SERVER });
    expect(linux.time()).toBe(before);
    linux.advance(250);
    expect(linux.time()).toBe(before + 250);
  });

  test("segment(): any segment, and the answers to it", async () => {
    const { linux } = await server(kernel);
    const from = "10.0.0.1:5";
    const { outcome, replies } = linux.segment({ from, to: SERVER, flags: "S", seq: 99 });
    expect(outcome).toBe("synack");
    expect(replies).toMatchObject([{ from: SERVER, to: from, flags: "S.", ack: 100, len: 0 }]);
    expect(linux.flow({ from, to: SERVER })).toBe("SYN_RECV");
    expect(linux.segment({ from: "10.0.0.1:6", to: SERVER, flags: ".", ack: 7 }).replies).toMatchObject([
      { flags: "R", seq: 7 },
    ]);
    expect(() => linux.segment({ from, to: SERVER, flags: "X" })).toThrow("flags X: give letters of S, F, R, P, U");
  });

  test("a copy goes on with its connections to itself", async () => {
    const { linux, fd } = await server(kernel);
    const client = linux.socket().ret;
    linux.connect(client, HOST);
    const copy = await Emulator.load(linux.save());
    const goOn = (one: Emulator) => [one.send(client, 10), one.sent(), one.accept(fd), one.advance(5000), one.ledger()];
    expect(goOn(copy)).toEqual(goOn(linux));
  });
});

test("addresses: those of the host are local, in both notations", async () => {
  const linux = await Emulator.boot({ kernel: "3.6" });
  expect(linux.bind(linux.socket().ret, { addr: "198.51.100.1", port: 1 }).errno).toBe("EADDRNOTAVAIL");
  linux.addAddress("198.51.100.1/30").addAddress("::1");
  expect(linux.bind(linux.socket().ret, { addr: "198.51.100.1", port: 1 }).ret).toBe(0);
  expect(linux.bind(linux.socket().ret, { addr: "198.51.100.2", port: 1 }).errno).toBe("EADDRNOTAVAIL");
  const any = linux.socket().ret;
  linux.bind(any, { port: 2 });
  linux.listen(any, 5);
  expect(linux.syn({ from: "10.0.0.1:1", to: "198.51.100.1:2" }).outcome).toBe("synack");
  expect(linux.syn({ from: "10.0.0.1:2", to: "198.51.100.3:2" }).outcome).toBe("drop"); // the broadcast address
  const six = linux.socket({ family: "inet6" }).ret;
  linux.bind(six, { addr: "0:0:0:0:0:0:0:1", port: 1 });
  expect(linux.getsockname(six).addr).toBe("::1");
  const all = linux.socket({ family: "inet6" }).ret;
  linux.bind(all, { addr: "::", port: 3 });
  linux.listen(all, 5);
  expect(linux.socketState(all)?.addr).toBe("::");
  for (const [from, to] of [
    ["[2001:db8::1]:4000", "[::1]:3"],
    ["10.0.0.1:4000", "198.51.100.1:3"],
  ] as const) {
    expect([linux.syn({ from, to }).outcome, linux.ack({ from, to }).outcome]).toEqual(["synack", "established"]);
  }
  expect([linux.accept(all).peer, linux.accept(all).peer]).toEqual(["[2001:db8::1]:4000", "[::ffff:10.0.0.1]:4000"]);
  expect(() => linux.addAddress("10.0.0.1/33")).toThrow("a prefix of 33 bits; give 0 to 32");
});

test("two emulators share nothing, not even their names for addresses", async () => {
  const run = async () => {
    const linux = await Emulator.boot({ kernel: "3.6" });
    const fd = linux.socket({ family: "inet6" }).ret;
    linux.bind(fd, { addr: `fe80::${names++}`, port: 1 });
    return linux.listen(fd, 5).cycles;
  };
  let names = 1;
  expect(await run()).toBe(await run());
});

test("a user may not bind a port below 1024; counters that a kernel has not are absent", async () => {
  const linux = await Emulator.boot({ kernel: "2.6.20" });
  linux.setuid(1000);
  expect(linux.bind(linux.socket().ret, { port: 80 }).errno).toBe("EACCES");
  linux.setuid(0);
  expect(linux.bind(linux.socket().ret, { port: 80 }).ret).toBe(0);
  expect(linux.counters()).toHaveProperty("PassiveOpens", 0);
  expect(linux.counters()).not.toHaveProperty("TCPACKSkippedSynRecv");
});
