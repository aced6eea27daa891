// Linux 1.2.13, whose ways are its own: one array of sockets, one queue of connections, a timer in each, kmalloc of 1995.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Emulator } from "../src/index.ts";

const facts = JSON.parse(readFileSync(new URL("../facts/layouts.json", import.meta.url), "utf8"))["v1.2.13"].constants;
const SERVER = "192.0.2.1";

async function boot(sysctl: Record<string, number> = { "net.core.somaxconn": 128 }): Promise<Emulator> {
  const linux = await Emulator.boot({ kernel: "1.2", machine: "p54c-100", sysctl });
  linux.passCost(false);
  for (const own of ["127.0.0.1/8", "192.0.2.1/32", "192.0.2.2/32"]) linux.addAddress(own);
  return linux;
}

function bound(linux: Emulator, addr: string, port: number, reuse = false): number {
  const fd = linux.socket().ret;
  if (reuse) linux.setsockopt(fd, "reuseaddr", 1);
  expect(linux.bind(fd, { addr, port }).errno).toBeUndefined();
  return fd;
}

function listener(linux: Emulator, backlog: number, port = 80): number {
  const fd = bound(linux, SERVER, port);
  linux.listen(fd, backlog);
  return fd;
}

const peer = (i: number, port = 80) => ({ from: `10.0.0.1:${4000 + i}`, to: `${SERVER}:${port}` });

describe("get_new_socknum", () => {
  test("the first port is 1026, and each further one lies further on: the start moves with it", async () => {
    const linux = await boot();
    const ports = [1, 2, 3, 4].map(() => {
      const fd = linux.socket().ret;
      linux.listen(fd, 1);
      return linux.getsockname(fd).port;
    });
    // The search begins at 1024 + 1 + start + 1; where it ends, i slots on, start grows by i + 1.
    expect(ports).toEqual([1026, 1027, 1028, 1029]);
  });

  test("with a socket in each of the 256 slots it takes a port that nobody has", async () => {
    const linux = await boot();
    const ports = Array.from({ length: 600 }, () => bindAny(linux, linux.socket().ret));
    expect(new Set(ports).size).toBe(600);
    const held = Array.from({ length: 256 }, (_, slot) => ports.filter((port) => port % 256 === slot).length);
    expect([Math.min(...held), Math.max(...held)]).toEqual([2, 3]);
  });
});

function bindAny(linux: Emulator, fd: number): number {
  linux.bind(fd, { addr: "0.0.0.0", port: 0 });
  return linux.getsockname(fd).port;
}

describe("put_sock", () => {
  test("a specific address goes to the head of its list, a wildcard before the first wildcard", async () => {
    const linux = await boot();
    bound(linux, "0.0.0.0", 256);
    bound(linux, "192.0.2.1", 512);
    bound(linux, "0.0.0.0", 768);
    bound(linux, "192.0.2.2", 1024);
    expect(linux.chain(0).entries).toEqual(["192.0.2.2:1024", "192.0.2.1:512", "0.0.0.0:768", "0.0.0.0:256"]);
    expect(linux.buckets()).toBe(256);
  });

  test("half-open and established connections hang in the listener's list, the newest first", async () => {
    const linux = await boot();
    listener(linux, 5);
    linux.syn(peer(0));
    linux.ack(peer(0));
    linux.syn(peer(1));
    expect(linux.chain(80).entries).toHaveLength(3);
    expect(linux.states(80)).toMatchObject({ LISTEN: 1, ESTABLISHED: 1, SYN_RECV: 1 });
  });

  test("each socket in the list costs a SYN more, wherever the listener stands", async () => {
    const cost = async (others: number) => {
      const linux = await boot();
      for (let i = 1; i <= others; i++) bound(linux, SERVER, 80 + 256 * i);
      listener(linux, 5);
      linux.lookup(peer(0));
      return linux.lookup(peer(0)).loads;
    };
    const loads = await Promise.all([0, 1, 2, 10].map(cost));
    expect((loads[1] as number) - (loads[0] as number)).toBeGreaterThan(0);
    expect((loads[3] as number) - (loads[2] as number)).toBe(8 * ((loads[2] as number) - (loads[1] as number)));
  });
});

describe("bind", () => {
  test("a failure leaves the address behind", async () => {
    const linux = await boot();
    bound(linux, SERVER, 80);
    const fd = linux.socket().ret;
    expect(linux.bind(fd, { addr: SERVER, port: 80 }).errno).toBe("EADDRINUSE");
    expect(linux.getsockname(fd)).toMatchObject({ addr: SERVER, port: 0 });
  });

  test("without SO_REUSEADDR any other address of the port conflicts; with it only the same one", async () => {
    const linux = await boot();
    bound(linux, "192.0.2.1", 80);
    const fd = linux.socket().ret;
    expect(linux.bind(fd, { addr: "192.0.2.2", port: 80 }).errno).toBe("EADDRINUSE");
    linux.setsockopt(fd, "reuseaddr", 1);
    expect(linux.bind(fd, { addr: "192.0.2.2", port: 80 }).errno).toBeUndefined();
  });

  test("a socket that was closed keeps its port until the next tick", async () => {
    const linux = await boot();
    linux.close(bound(linux, SERVER, 80));
    const fd = linux.socket().ret;
    expect(linux.bind(fd, { addr: SERVER, port: 80 }).errno).toBe("EADDRINUSE");
    linux.advance(20);
    expect(linux.bind(fd, { addr: SERVER, port: 80 }).errno).toBeUndefined();
  });

  test("ports below 1024 are for user 0", async () => {
    const linux = await boot();
    linux.setuid(1000);
    const fd = linux.socket().ret;
    expect(linux.bind(fd, { addr: SERVER, port: 1023 }).errno).toBe("EACCES");
    expect(linux.bind(fd, { addr: SERVER, port: 1024 }).errno).toBeUndefined();
  });
});

describe("listen", () => {
  test.each([
    [{}, 128, 5],
    [{}, -1, 5],
    [{ "net.core.somaxconn": 128 }, 4096, 128],
    [{ "net.core.somaxconn": 4096 }, 4096, 128],
    [{ "net.core.somaxconn": 128 }, -1, 128],
    [{ "net.core.somaxconn": 128 }, 0, 0],
  ])("with %o a backlog of %d is %d", async (sysctl, backlog, kept) => {
    const linux = await boot(sysctl);
    expect(linux.socketState(listener(linux, backlog))?.max_ack_backlog).toBe(kept);
  });

  test("there is no sysctl but the largest backlog", async () => {
    const linux = await boot({});
    expect(linux.sysctls()).toEqual(["net.core.somaxconn"]);
    expect(linux.sysctl("net.core.somaxconn")).toBe(5);
  });

  test("two sockets can listen on one address, and the first one gets the connections", async () => {
    const linux = await boot();
    const [a, b] = [bound(linux, SERVER, 80, true), bound(linux, SERVER, 80, true)];
    expect([linux.listen(a, 5).ret, linux.listen(b, 5).ret]).toEqual([0, 0]);
    linux.syn(peer(0));
    // The one that was put in last stands first.
    expect([linux.socketState(a)?.ack_backlog, linux.socketState(b)?.ack_backlog]).toEqual([0, 1]);
  });

  test("a datagram socket may listen, and accept() finds out", async () => {
    const linux = await boot();
    const fd = linux.socket({ type: "dgram" }).ret;
    linux.bind(fd, { addr: SERVER, port: 80 });
    expect(linux.listen(fd, 5).ret).toBe(0);
    expect(linux.accept(fd).errno).toBe("EOPNOTSUPP");
  });

  test("IPv6 is an unknown family", async () => {
    const linux = await boot();
    expect(linux.socket({ family: "inet6" }).errno).toBe("EINVAL");
  });
});

describe("one queue", () => {
  test("half-open and established share the backlog, and accept() alone makes room", async () => {
    const linux = await boot();
    const fd = listener(linux, 2);
    expect([0, 1, 2].map((i) => linux.syn(peer(i)).outcome)).toEqual(["synack", "synack", "drop"]);
    expect(linux.ack(peer(0)).outcome).toBe("established");
    expect(linux.syn(peer(3)).outcome).toBe("drop");
    expect(linux.counters().AttemptFails).toBe(2);
    expect(linux.accept(fd).peer).toBe("10.0.0.1:4000");
    expect(linux.accept(fd).errno).toBe("EAGAIN");
    expect(linux.syn(peer(4)).outcome).toBe("synack");
    expect(linux.audit()).toEqual([]);
  });

  test("accept() takes them in the order of their SYNs", async () => {
    const linux = await boot();
    const fd = listener(linux, 8);
    for (const i of [0, 1, 2]) linux.syn(peer(i));
    for (const i of [2, 0, 1]) linux.ack(peer(i));
    expect([0, 1, 2].map(() => linux.accept(fd).peer)).toEqual(["10.0.0.1:4000", "10.0.0.1:4001", "10.0.0.1:4002"]);
  });

  test("a SYN that comes again is dropped without a word", async () => {
    const linux = await boot();
    listener(linux, 8);
    linux.syn(peer(0));
    expect(linux.syn(peer(0)).outcome).toBe("drop");
    expect(linux.states(80).SYN_RECV).toBe(1);
  });

  test("a reset connection keeps its place until accept() reports it", async () => {
    const linux = await boot();
    const fd = listener(linux, 1);
    linux.syn(peer(0));
    expect(linux.rst(peer(0)).outcome).toBe("closed");
    expect(linux.syn(peer(1)).outcome).toBe("drop");
    expect(linux.accept(fd).errno).toBe("ECONNRESET");
    expect(linux.syn(peer(1)).outcome).toBe("synack");
  });

  test("closing the listener sends each connection a FIN", async () => {
    const linux = await boot();
    const fd = listener(linux, 8);
    linux.syn(peer(0));
    linux.syn(peer(1));
    linux.ack(peer(1));
    linux.close(fd);
    expect(linux.sent().map(({ to, flags }) => [to, flags])).toEqual([
      ["10.0.0.1:4000", "F."],
      ["10.0.0.1:4001", "F."],
    ]);
  });
});

describe("timers", () => {
  // The retransmission timer: 3 s, doubled each time up to 120 s; a timer is run a tick (10 ms) after its time.
  const TIMES = [3, 9, 21, 45, 93, 189, ...Array.from({ length: 10 }, (_, i) => 309 + 120 * i)];

  test("a SYN-ACK is sent 17 times in 23 minutes, then its connection is closed and stays in the queue", async () => {
    const linux = await boot();
    const fd = listener(linux, 1);
    linux.syn(peer(0));
    const { sent, synacks, expired } = linux.advance(2_000_000);
    expect(synacks).toBe(facts.TCP_RETR2 + 1);
    expect(expired).toBe(1);
    const late = sent.map(({ ms }, i) => ms / 1000 - (TIMES[i] as number));
    for (const [i, seconds] of late.entries()) {
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(0.01 * (i + 2));
    }
    expect(linux.syn(peer(1)).outcome).toBe("drop");
    expect(linux.accept(fd).errno).toBe("ETIMEDOUT");
    expect(linux.syn(peer(1)).outcome).toBe("synack");
  });

  test("whoever closes first is in TIME_WAIT for a minute", async () => {
    const linux = await boot();
    const fd = listener(linux, 8);
    linux.syn(peer(0));
    linux.ack(peer(0));
    linux.close(linux.accept(fd).ret);
    const [fin] = linux.sent();
    const ack = ((fin?.seq ?? 0) + 1) >>> 0;
    linux.segment({ ...peer(0), flags: ".", seq: 1001, ack });
    expect(linux.flow(peer(0))).toBe("FIN_WAIT2");
    expect(linux.segment({ ...peer(0), flags: "F.", seq: 1001, ack }).replies.map(({ flags }) => flags)).toEqual(["."]);
    expect(linux.flow(peer(0))).toBe("TIME_WAIT");
    linux.advance(59_000);
    expect(linux.flow(peer(0))).toBe("TIME_WAIT");
    linux.advance(5000);
    expect(linux.states(80)).toMatchObject({ TIME_WAIT: 0, CLOSE: 0, LISTEN: 1 });
  });

  test("data that nobody acknowledges is sent again", async () => {
    const linux = await boot();
    const fd = listener(linux, 8);
    linux.syn(peer(0));
    linux.ack(peer(0));
    const connection = linux.accept(fd).ret;
    expect(linux.send(connection, 100).ret).toBe(100);
    expect(linux.advance(4000).sent.some(({ len, flags }) => len === 100 && flags.includes("P"))).toBe(true);
  });
});

describe("data", () => {
  test("what arrives can be read, with the end behind it", async () => {
    const linux = await boot();
    const fd = listener(linux, 8);
    linux.syn(peer(0));
    linux.ack(peer(0));
    const connection = linux.accept(fd).ret;
    expect(linux.recv(connection, 100).errno).toBe("EAGAIN");
    expect(linux.poll(connection).events).toEqual(["POLLOUT"]);
    linux.ack({ ...peer(0), len: 300 });
    expect(linux.poll(connection).events).toEqual(["POLLIN", "POLLOUT"]);
    expect(linux.recv(connection, 200).ret).toBe(200);
    expect(linux.recv(connection, 200).ret).toBe(100);
    linux.segment({ ...peer(0), flags: "F.", seq: 1301, ack: 0 });
    expect(linux.audit()).toEqual([]);
  });

  test("a connection of the host with itself", async () => {
    const linux = await boot();
    const fd = listener(linux, 8);
    const client = linux.socket().ret;
    expect(linux.connect(client, { addr: SERVER, port: 80 }).ret).toBe(0);
    const server = linux.accept(fd).ret;
    expect(linux.send(client, 50).ret).toBe(50);
    expect(linux.recv(server, 100).ret).toBe(50);
    linux.close(client);
    expect(linux.recv(server, 100).ret).toBe(0);
    linux.close(server);
    linux.close(fd);
    linux.advance(200_000);
    expect(linux.memory()).toEqual({ kmalloc: 0, vmalloc: 0, slab: 0 });
  });

  test("connect() to a port where nobody listens is refused", async () => {
    const linux = await boot();
    expect(linux.connect(linux.socket().ret, { addr: SERVER, port: 81 }).errno).toBe("ECONNREFUSED");
  });
});

describe("kmalloc", () => {
  test("its sizes are those of the source: blocks with their header, of areas of pages", async () => {
    const slabs = Object.entries((await boot()).slabs());
    const { bucket_block_sizes_incl_header: bytes, blocks_per_area: blocks, gfporder } = facts.kmalloc;
    expect(slabs.map(([name, { object, perSlab, pagesPerSlab }]) => [name, object, perSlab, pagesPerSlab])).toEqual(
      bytes.map((size: number, i: number) => [`kmalloc-${size}`, size, blocks[i], 1 << gfporder[i]]),
    );
  });

  test("a struct sock is a block of 508 bytes, and so is a half-open connection's", async () => {
    const linux = await boot();
    const fd = listener(linux, 8);
    expect(linux.slabs()["kmalloc-508"]?.active).toBe(1);
    linux.syn(peer(0));
    // The connection; its SYN and the SYN-ACK are an sk_buff each, with their data behind them.
    expect(linux.slabs()["kmalloc-508"]?.active).toBe(2);
    expect(linux.slabs()["kmalloc-252"]?.active).toBe(2);
    linux.close(fd);
    linux.advance(3_000_000);
    expect(linux.memory().kmalloc).toBe(0);
  });

  test("accept() makes a struct sock that it does not need", async () => {
    const linux = await boot();
    const fd = listener(linux, 8);
    const { accounts } = linux.account(() => linux.accept(fd));
    const calls = Object.fromEntries(accounts.map((account) => [account.name, account.calls]));
    expect(calls).toMatchObject({ inet_dup: 1, inet_create: 1, destroy_sock: 1, kmalloc: 1, kfree_s: 1 });
  });
});

test("it shuts out interrupts where others lock", async () => {
  const linux = await boot();
  const fd = bound(linux, SERVER, 80);
  const listen = linux.listen(fd, 5);
  expect([listen.locked, listen.causes.irq]).toEqual([0, 0]); // not even that, once it is bound
  linux.bind(linux.socket().ret, { addr: SERVER, port: 81 });
  expect(linux.syn(peer(0)).causes.irq).toBeGreaterThan(0);
  expect(linux.total().locked).toBe(0);
});

test("a process has 256 descriptors, three of them the terminal's; the system has 1,024 files", async () => {
  const linux = await boot();
  const fd = listener(linux, 128);
  for (let i = 0; i < 300; i++) linux.socket();
  expect(linux.socket().ret).toBe(256 + 3 + (301 - 253)); // another process's
  linux.syn(peer(0));
  linux.ack(peer(0));
  expect(linux.accept(fd).errno).toBe("EINVAL"); // and the connection is lost
  const got = Array.from({ length: 1024 }, () => linux.socket()).filter(({ ret }) => ret >= 0).length;
  expect(got).toBe(13 * Math.floor(4096 / 48) - 302); // NR_FILE is 1,024, but they come by the page
  expect(linux.audit()).toEqual([]);
});

test("on a machine with more CPUs it runs on CPU 0", async () => {
  const linux = await Emulator.boot({ kernel: "1.2", cpus: 2 });
  linux.onCpu(1).socket();
  expect(linux.clock(1)).toBe(0);
  expect(linux.clock(0)).toBeGreaterThan(0);
});
