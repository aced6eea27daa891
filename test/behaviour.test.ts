// What the booted kernels answered (facts/real-kernels/behaviour-*.json), replayed: how much a SYN queue and an accept
// queue hold, and what is counted when they overflow. Times after the first instant need timers and are not here yet.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Emulator } from "../src/index.ts";

interface Queue {
  backlog: number;
  cookies: number;
  tcp_max_syn_backlog: number;
  somaxconn: number;
  syn_recv: number;
  listen_rxq: number;
  injected: number;
  netstat: Record<string, number>;
}

interface AcceptQueue extends Queue {
  abort_on_overflow: number;
  clients: number;
  t_ms: number;
  server_established: number;
  server_syn_recv: number;
}

const SERVER = "127.0.0.1:80";
const COUNTERS = ["ListenOverflows", "ListenDrops", "TCPReqQFullDrop", "TCPReqQFullDoCookies", "SyncookiesSent"];

async function boot(kernel: string, row: Queue, abort = 0) {
  const linux = await Emulator.boot({
    kernel,
    sysctl: {
      "net.core.somaxconn": row.somaxconn,
      "net.ipv4.tcp_max_syn_backlog": row.tcp_max_syn_backlog,
      "net.ipv4.tcp_syncookies": row.cookies,
      "net.ipv4.tcp_abort_on_overflow": abort,
    },
  });
  const fd = linux.socket().ret;
  linux.bind(fd, { port: 80 });
  expect(linux.listen(fd, row.backlog).ret).toBe(0);
  return { linux, fd };
}

/** The counters that a case names, of those that the emulator has. */
function counted(linux: Emulator, row: Queue) {
  const own = linux.netstat();
  const names = COUNTERS.filter((name) => name in row.netstat);
  return [names.map((name) => [name, own[name]]), names.map((name) => [name, row.netstat[name]])];
}

describe.each(["2.6.20", "3.6"])("%s", (kernel) => {
  const facts = JSON.parse(
    readFileSync(new URL(`../facts/real-kernels/behaviour-${kernel}.json`, import.meta.url), "utf8"),
  ) as { synq: Record<string, Queue>; acceptq: Record<string, AcceptQueue> };

  test.each(Object.entries(facts.synq))("SYN queue %s", async (_name, row) => {
    const { linux, fd } = await boot(kernel, row);
    linux.syn({ from: "10.0.0.1:1024", to: SERVER, count: row.injected });
    const state = linux.socketState(fd);
    expect([state?.qlen, state?.ack_backlog]).toEqual([row.syn_recv, row.listen_rxq]);
    const [own, real] = counted(linux, row);
    expect(own).toEqual(real);
    linux.close(fd);
    expect(linux.slabs().request_sock_TCP?.active).toBe(0);
    expect(linux.ledger().reduce((sum, { cycles }) => sum + cycles, 0)).toBe(linux.clock());
  });

  const first = Object.entries(facts.acceptq).filter(([, { t_ms }]) => t_ms === 0);
  test.each(first)("accept queue %s", async (_name, row) => {
    const { linux, fd } = await boot(kernel, row, row.abort_on_overflow);
    for (let client = 0; client < row.clients; client++) {
      const from = `127.0.0.1:${20_000 + client}`;
      const { outcome } = linux.syn({ from, to: SERVER });
      if (outcome === "synack") linux.ack({ from, to: SERVER });
    }
    const state = linux.socketState(fd);
    expect([state?.ack_backlog, state?.qlen]).toEqual([row.listen_rxq, row.server_syn_recv]);
    linux.close(fd);
    for (const cache of ["request_sock_TCP", "TCP", "tcp_bind_bucket"]) {
      expect([cache, linux.slabs()[cache]?.active]).toEqual([cache, 0]);
    }
    expect(linux.ledger().reduce((sum, { cycles }) => sum + cycles, 0)).toBe(linux.clock());
  });
});
