// What the booted kernels answered (facts/real-kernels/behaviour-*.json), replayed: how much a SYN queue and an accept
// queue hold, what is counted when they overflow, when SYN-ACKs are sent again and when requests are given up.
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

interface Retransmission {
  tcp_synack_retries: number;
  backlog: number;
  requests: number;
  life_s: number;
  synacks_total: number;
  times_first_last_req: [request: number, seconds: number][];
}

interface Decay {
  gone_after_s: number;
  netstat: Record<string, number>;
}

const SERVER = "127.0.0.1:80";
/** A request that is due waits until its part of the table is swept: so many seconds at each of its times. */
const SWEEP: Record<string, number> = { "2.6.20": 1.6, "3.6": 0.6 };
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
  ) as {
    synq: Record<string, Queue>;
    acceptq: Record<string, AcceptQueue>;
    synack_rexmt: Record<string, Retransmission>;
    synq_decay: Record<string, Decay>;
  };
  const sweep = SWEEP[kernel] ?? 0;

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

  const lives = Object.entries(facts.synack_rexmt).filter(([, { requests }]) => requests > 0);
  test.each(lives)("SYN-ACKs of %s", async (_name, row) => {
    const linux = await Emulator.boot({
      kernel,
      sysctl: { "net.ipv4.tcp_synack_retries": row.tcp_synack_retries, "net.ipv4.tcp_syncookies": 0 },
    });
    const fd = linux.socket().ret;
    linux.bind(fd, { port: 80 });
    linux.listen(fd, row.backlog);
    linux.passCost(false);
    linux.syn({ from: "10.0.0.1:2000", to: SERVER, count: row.requests });
    let synacks = row.requests;
    const times = [0];
    let life = 0;
    for (let ms = 50; life === 0 && ms < 200_000; ms += 50) {
      const passed = linux.advance(50);
      synacks += passed.synacks;
      if (passed.sent.some(({ to }) => to.endsWith(":2000"))) times.push(ms / 1000);
      if (linux.socketState(fd)?.qlen === 0) life = ms / 1000;
    }
    expect(synacks).toBe(row.synacks_total);
    // Where a request hashes to is chance: its times may differ by a sweep each, and the sweeps add up.
    const real = row.times_first_last_req.filter(([request]) => request === 0).map(([, seconds]) => seconds);
    expect(times.length).toBe(real.length);
    times.forEach((seconds, i) => {
      expect(Math.abs(seconds - (real[i] ?? Number.NaN))).toBeLessThanOrEqual(i * sweep + 0.3);
    });
    expect(Math.abs(life - row.life_s)).toBeLessThanOrEqual((times.length + 1) * sweep);
    expect(linux.slabs().request_sock_TCP?.active).toBe(0);
    expect(linux.ledger().reduce((sum, { cycles }) => sum + cycles, 0)).toBe(linux.clock());
  });

  test.each(Object.entries(facts.synq_decay))("a flood is forgotten: %s", async (name, row) => {
    const [backlog = 0, cookies = 0, maxSynBacklog = 0, somaxconn = 0] = (name.match(/\d+/g) ?? []).map(Number);
    const linux = await Emulator.boot({
      kernel,
      sysctl: {
        "net.core.somaxconn": somaxconn,
        "net.ipv4.tcp_max_syn_backlog": maxSynBacklog,
        "net.ipv4.tcp_syncookies": cookies,
      },
    });
    const fd = linux.socket().ret;
    linux.bind(fd, { port: 80 });
    linux.listen(fd, backlog);
    linux.passCost(false);
    linux.syn({ from: "10.0.0.1:1024", to: SERVER, count: 5000 });
    const half = linux.socketState(fd)?.qlen ?? 0;
    let gone = 0;
    for (let ms = 100; gone === 0 && ms < 220_000; ms += 100) {
      linux.advance(100);
      if (linux.socketState(fd)?.qlen === 0) gone = ms / 1000;
    }
    expect(Math.abs(gone - row.gone_after_s)).toBeLessThan(0.6);
    // Half of a full table is given up early, and how many that are depends on where they hash to.
    const own = linux.counters();
    const synacks = (counts: Record<string, number>) => (counts.OutSegs ?? 0) - (counts.SyncookiesSent ?? 0);
    expect(own.SyncookiesSent).toBe(row.netstat.SyncookiesSent ?? 0);
    expect(Math.abs(synacks(own) / synacks(row.netstat) - 1)).toBeLessThan(0.16);
    if (kernel === "3.6") {
      // Every SYN-ACK that times out is counted, and every one that is sent again.
      expect(own.TCPTimeouts).toBe(synacks(own));
      expect(own.RetransSegs).toBe(synacks(own) - half);
    }
  });
});
