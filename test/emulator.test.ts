// class Emulator: one verb per system call and packet, plain results, clear errors.
import { describe, expect, test } from "vitest";
import { type BootOptions, Emulator, kernels } from "../src/index.ts";

const SERVER = "10.9.9.9:80";

async function server(kernel: string, backlog = 5, options: Partial<BootOptions> = {}) {
  const linux = await Emulator.boot({ kernel, ...options });
  const fd = linux.socket().ret;
  linux.bind(fd, { port: 80 });
  linux.listen(fd, backlog);
  return { linux, fd };
}

/** 1.2 has its own words for most of this: test/linux/ and the conformance cases. */
const modern = kernels.map(({ name }) => name).filter((name) => name !== "1.2");

describe.each(modern)("%s", (kernel) => {
  test("a connection: SYN, duplicate SYN, ACK, data, accept, close", async () => {
    const { linux, fd } = await server(kernel);
    const packet = { from: "10.0.0.1:4000", to: SERVER };
    expect(linux.syn(packet).outcome).toBe("synack");
    expect(linux.syn(packet).outcome).toBe("resent");
    expect(linux.accept(fd)).toMatchObject({ ret: -1, errno: "EAGAIN" });
    expect(linux.ack(packet).outcome).toBe("established");
    expect(linux.ack({ ...packet, len: 100 }).outcome).toBe("delivered");
    const accepted = linux.accept(fd);
    expect([accepted.ret, accepted.peer]).toEqual([fd + 1, "10.0.0.1:4000"]);
    expect(linux.close(accepted.ret).ret).toBe(0);
    expect(linux.close(fd).ret).toBe(0);
    expect(linux.slabs().TCP?.active).toBe(0);
  });

  test("a reset takes a half-open request away; a stray ACK and a closed port are answered by resets", async () => {
    const { linux, fd } = await server(kernel);
    const packet = { from: "10.0.0.1:4000", to: SERVER };
    linux.syn(packet);
    expect(linux.socketState(fd)?.qlen).toBe(1);
    expect(linux.rst(packet).outcome).toBe("closed");
    expect(linux.socketState(fd)?.qlen).toBe(0);
    expect(linux.ack({ from: "10.0.0.2:1", to: SERVER }).outcome).toBe("rst");
    expect(linux.syn({ from: "10.0.0.2:1", to: "10.9.9.9:81" }).outcome).toBe("rst");
    expect(linux.rst({ from: "10.0.0.2:1", to: "10.9.9.9:81" }).outcome).toBe("drop");
  });

  test("a SYN to a broadcast or multicast address is dropped", async () => {
    const { linux } = await server(kernel);
    expect(linux.syn({ from: "10.0.0.1:1", to: "255.255.255.255:80" }).outcome).toBe("drop");
    expect(linux.syn({ from: "10.0.0.1:1", to: "224.0.0.1:80" }).outcome).toBe("drop");
  });

  test("a full accept queue keeps the request and marks it, or resets with tcp_abort_on_overflow", async () => {
    for (const [abort, outcome] of [
      [0, "acked"],
      [1, "rst"],
    ] as const) {
      const { linux, fd } = await server(kernel, 1, { sysctl: { "net.ipv4.tcp_abort_on_overflow": abort } });
      linux.syn({ from: "10.0.0.1:1024", to: SERVER, count: 2 });
      expect(linux.ack({ from: "10.0.0.1:1024", to: SERVER, count: 2 }).outcomes).toEqual({ established: 2 });
      // From 4.14 on a full accept queue alone drops the SYN.
      if (kernel === "4.14") {
        expect(linux.syn({ from: "10.0.0.1:1026", to: SERVER }).outcome).toBe("drop");
        continue;
      }
      expect(linux.syn({ from: "10.0.0.1:1026", to: SERVER }).outcome).toBe("synack");
      expect(linux.ack({ from: "10.0.0.1:1026", to: SERVER }).outcome).toBe(outcome);
      expect(linux.netstat().ListenOverflows).toBe(1);
      expect(linux.socketState(fd)?.ack_backlog).toBe(2);
    }
  });

  test("errors have the kernel's names", async () => {
    const { linux, fd } = await server(kernel);
    const other = linux.socket().ret;
    expect(linux.listen(99, 1).errno).toBe("EBADF");
    expect(linux.listen(linux.file().ret, 1).errno).toBe("ENOTSOCK");
    expect(linux.bind(other, { port: 80 }).errno).toBe("EADDRINUSE");
    expect(linux.bind(fd, { port: 81 }).errno).toBe("EINVAL");
    expect(linux.bind(other, { addr: "192.0.2.1", port: 82 }).ret).toBe(0);
    expect(linux.accept(other).errno).toBe("EINVAL");
    expect(linux.listen(linux.socket({ type: "dgram" }).ret, 1).errno).toBe("EOPNOTSUPP");
    expect(linux.bind(linux.socket().ret, { addr: "198.51.100.1", port: 83 }).errno).toBe("EADDRNOTAVAIL");
  });

  test("descriptors run out with EMFILE, and a refused socket() leaves no memory behind", async () => {
    const linux = await Emulator.boot({ kernel });
    for (let i = 3; i < 65_536; i++) linux.socket();
    expect(linux.socket().errno).toBe("EMFILE");
    const full = linux.memory();
    for (let i = 0; i < 100; i++) linux.socket();
    expect(linux.memory()).toEqual(full);
  });

  test("one seed, one result; another seed, other sequence numbers and the same counts", async () => {
    const run = async (seed: number) => {
      const { linux } = await server(kernel, 128, { seed });
      const cost = linux.syn({ from: "10.0.0.1:1024", to: SERVER, count: 100 });
      return { cost, ledger: linux.ledger(), state: linux.state() };
    };
    expect(await run(7)).toEqual(await run(7));
    expect((await run(8)).cost.outcomes).toEqual((await run(7)).cost.outcomes);
  });

  test("1 to 64 CPUs: what one CPU wrote, another fetches from its cache", async () => {
    for (const cpus of [2, 9, 64]) {
      const { linux, fd } = await server(kernel, 5, { cpus });
      expect(linux.syn({ from: "10.0.0.1:1", to: SERVER }).causes.coherence).toBe(0);
      linux.onCpu(cpus - 1);
      const far = linux.syn({ from: "10.0.0.2:1", to: SERVER });
      expect(far.outcome).toBe("synack");
      if (cpus > 2) expect(far.causes.coherence).toBeGreaterThan(0); // CPUs 0 and 1 of a Woodcrest share L2
      expect(linux.accept(fd).errno).toBe("EAGAIN");
      const clocks = Array.from({ length: cpus }, (_, cpu) => linux.clock(cpu));
      expect(linux.ledger().reduce((sum, { cycles }) => sum + cycles, 0)).toBe(clocks.reduce((a, b) => a + b, 0));
    }
  });

  test("an IPv6 socket on :: and an IPv4 one share a port only with v6only", async () => {
    const linux = await Emulator.boot({ kernel });
    const [first, second] = [linux.socket({ family: "inet6" }).ret, linux.socket().ret];
    expect(linux.bind(first, { addr: "::", port: 80 }).ret).toBe(0);
    expect(linux.bind(second, { port: 80 }).errno).toBe("EADDRINUSE");
    linux.close(first);
    const third = linux.socket({ family: "inet6" }).ret;
    linux.setsockopt(third, "v6only", 1);
    expect(linux.bind(third, { addr: "::", port: 80 }).ret).toBe(0);
    expect(linux.bind(second, { port: 80 }).ret).toBe(0);
    const fourth = linux.socket({ family: "inet6" }).ret;
    linux.bind(fourth, { addr: "0:0:0:0:0:0:0:1", port: 90 });
    expect(linux.socketState(fourth)?.addr).toBe("::1");
  });
});

test.each([
  [{ kernel: "9.9" }, "kernel 9.9: unknown; there are "],
  [{ kernel: "3.6", cpus: 65 }, "cpus 65: give 1 to 64"],
  [{ kernel: "3.6", seed: 1.5 }, "seed 1.5: give 0 to 4294967295"],
  [{ kernel: "3.6", sysctl: { "net.core.somaxconn": -1 } }, "sysctl net.core.somaxconn=-1: not a whole number from 0"],
  [{ kernel: "3.6", sysctl: { "net.core.wmem": 1 } }, "sysctl net.core.wmem: Linux 3.6 emulates net.core.somaxconn"],
])("boot(%j) says what is wrong", async (options, message) => {
  await expect(Emulator.boot(options as BootOptions)).rejects.toThrow(message);
});

test("wrong arguments are RangeErrors that name the argument", async () => {
  const linux = await Emulator.boot({ kernel: "3.6" });
  const fd = linux.socket().ret;
  const wrong = (value: unknown) => value as never;
  const calls: [() => unknown, string][] = [
    [() => linux.setsockopt(fd, wrong("foo"), 1), "option foo: give one of reuseaddr"],
    [() => linux.socket({ family: wrong("unix") }), "family unix: give inet or inet6"],
    [() => linux.socket({ type: wrong("raw") }), "type raw: give stream or dgram"],
    [() => linux.bind(fd, { port: 99_999 }), "port 99999: give 0 to 65535"],
    [() => linux.bind(fd, { addr: ":::::", port: 1 }), "address :::::: not an IPv6 address"],
    [() => linux.listen(fd, Number.NaN), "backlog NaN: give a C int"],
    [() => linux.chain(99), "bucket 99: give 0 to 31"],
    [() => linux.clock(5), "cpu 5: this machine has 0 to 0"],
    [() => linux.syn({ from: "[::1]:9", to: SERVER }), "IPv6 and IPv4; give two addresses of a kind"],
    [() => linux.syn(wrong({})), "endpoint undefined: give address:port"],
  ];
  for (const [call, message] of calls) {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  }
});

describe("what the API refuses", () => {
  const SEGMENT = { from: "10.0.0.1:4000", to: "10.9.9.9:80" };

  test("boot: machines and options that there are not", async () => {
    const boot = (options: object) => expect(Emulator.boot({ kernel: "3.6", ...options })).rejects;
    await boot({ machine: "nope" }).toThrow(/^machine nope: unknown; there are core2-woodcrest, /);
    await boot({ machine: "nope" }).toThrow(RangeError);
    await boot({ cpu: 2 }).toThrow(/^cpu: unknown option; there are kernel, machine, cpus, /);
  });

  test("descriptors, counts, lengths and interfaces that are no numbers of that kind", async () => {
    const linux = await Emulator.boot({ kernel: "3.6" });
    linux.socket();
    const fds = [Number.NaN, 1.5, 2 ** 31, Number.POSITIVE_INFINITY];
    for (const fd of fds) {
      const calls = [
        () => linux.close(fd),
        () => linux.dup(fd),
        () => linux.bind(fd, { port: 80 }),
        () => linux.listen(fd, 5),
        () => linux.accept(fd),
        () => linux.connect(fd, { addr: "10.0.0.1", port: 80 }),
        () => linux.shutdown(fd, "rd"),
        () => linux.setsockopt(fd, "reuseaddr", 1),
        () => linux.getsockopt(fd, "reuseaddr"),
        () => linux.getsockname(fd),
        () => linux.getpeername(fd),
        () => linux.send(fd, 1),
        () => linux.recv(fd, 1),
        () => linux.poll(fd),
        () => linux.socketState(fd),
        () => linux.diag(fd),
        () => linux.state({ s: fd }),
      ];
      for (const call of calls) expect(call).toThrow(RangeError);
    }
    expect(linux.close(-1).errno).toBe("EBADF");
    for (const count of [0, -1, 1.5, Number.NaN]) expect(() => linux.syn({ ...SEGMENT, count })).toThrow(/^count /);
    for (const len of [-1, 0.5, 65_536]) expect(() => linux.ack({ ...SEGMENT, len })).toThrow(/^len /);
    for (const dev of [0, 1.5, Number.NaN]) expect(() => linux.rst({ ...SEGMENT, dev })).toThrow(/^dev /);
    expect(() => linux.segment({ ...SEGMENT, flags: "S", seq: Number.NaN })).toThrow(/^seq /);
    expect(() => linux.lookup({ ...SEGMENT, dev: -1 })).toThrow(/^dev /);
  });

  test("what a socket has no SYN table for is absent", async () => {
    const linux = await Emulator.boot({ kernel: "3.6" });
    const fd = linux.socket().ret;
    expect(linux.socketState(fd)).not.toHaveProperty("max_qlen_log");
    linux.bind(fd, { port: 80 });
    linux.listen(fd, 5);
    expect(linux.socketState(fd)).toHaveProperty("max_qlen_log");
  });
});
