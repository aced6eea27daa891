import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Core, Emulator, loadCore, type Machine, profileWords, shippedMachines } from "halfopen";
import { Records, TraceParser } from "halfopen/trace";

/** One benchmark: what is set up once, and what one run of it does. */
export interface Case {
  name: string;
  /** What is counted. */
  unit: "operations" | "accesses" | "bytes";
  setup(): Promise<Work>;
}

export interface Work {
  /** Units that one run does. */
  units: number;
  run(): void;
  /** Emulated cycles so far, and the loads and stores (off the kernel stack) that were emulated. */
  progress(): { cycles: number; accesses: number };
  machine: Machine;
}

const machine = shippedMachines["core2-woodcrest"] as Machine;
const SERVER = "10.9.9.9:80";
const KERNELS = ["2.6.20", "3.6"];

/** Accesses of a trace per call: V8 replaces a function only between calls. */
const SLICE = 65_536;

function progressOf(emulator: Emulator): Work["progress"] {
  return () => {
    const accounts = emulator.ledger();
    const accesses = accounts.reduce((sum, { loads, stores }) => sum + loads + stores, 0);
    return { cycles: emulator.clock(), accesses };
  };
}

function listener(emulator: Emulator, port: number, addr = "0.0.0.0", backlog = 128): number {
  const fd = emulator.socket().ret;
  emulator.setsockopt(fd, "reuseaddr", 1);
  emulator.bind(fd, { addr, port });
  emulator.listen(fd, backlog);
  return fd;
}

const listens: Case[] = KERNELS.map((kernel) => ({
  name: `${kernel}: listen(128), and close`,
  unit: "operations",
  async setup() {
    const emulator = await Emulator.boot({ kernel });
    return {
      units: 1,
      run: () => emulator.close(listener(emulator, 80)),
      progress: progressOf(emulator),
      machine: emulator.machine,
    };
  },
}));

const lookups: Case[] = KERNELS.flatMap((kernel) =>
  [1, 100, 10_000].map((count) => ({
    name: `${kernel}: SYN and its reset, ${count.toLocaleString("en")} listener${count > 1 ? "s" : ""} in its bucket`,
    unit: "operations" as const,
    async setup() {
      const emulator = await Emulator.boot({ kernel, sysctl: { "net.ipv4.tcp_syncookies": 0 } });
      listener(emulator, 80);
      // Ports equal to 80 modulo 32, on as many addresses as it takes.
      for (let i = 1; i < count; i++)
        listener(emulator, 112 + 32 * (i % 2000), `127.0.0.${1 + Math.floor(i / 2000)}`, 1);
      let port = 1024;
      return {
        units: 16,
        run() {
          const from = `10.0.0.1:${port}`;
          emulator.syn({ from, to: SERVER, count: 16 });
          emulator.rst({ from, to: SERVER, count: 16 });
          port = port > 65_000 ? 1024 : port + 16;
        },
        progress: progressOf(emulator),
        machine: emulator.machine,
      };
    },
  })),
);

const floods: Case[] = KERNELS.map((kernel) => ({
  name: `${kernel}: SYN flood, queue of 65,536`,
  unit: "operations",
  async setup() {
    const sysctl = {
      "net.core.somaxconn": 65_535,
      "net.ipv4.tcp_max_syn_backlog": 65_535,
      "net.ipv4.tcp_syncookies": 0,
    };
    const emulator = await Emulator.boot({ kernel, sysctl });
    let fd = listener(emulator, 80, "0.0.0.0", 65_535);
    let host = 0;
    return {
      units: 1000,
      run() {
        if (++host % 45 === 0) {
          emulator.close(fd);
          fd = listener(emulator, 80, "0.0.0.0", 65_535);
        }
        emulator.syn({ from: `10.${(host >> 8) & 255}.${host & 255}.1:1024`, to: SERVER, count: 1000 });
      },
      progress: progressOf(emulator),
      machine: emulator.machine,
    };
  },
}));

const connections: Case[] = KERNELS.map((kernel) => ({
  name: `${kernel}: a whole connection (SYN, ACK, accept, close)`,
  unit: "operations",
  async setup() {
    const emulator = await Emulator.boot({ kernel });
    const fd = listener(emulator, 80);
    let port = 1024;
    return {
      units: 1,
      run() {
        const from = `10.0.0.1:${port}`;
        emulator.syn({ from, to: SERVER });
        emulator.ack({ from, to: SERVER });
        emulator.close(emulator.accept(fd).ret);
        port = port === 65_535 ? 1024 : port + 1;
      },
      progress: progressOf(emulator),
      machine: emulator.machine,
    };
  },
}));

const boots: Case[] = KERNELS.map((kernel) => ({
  name: `${kernel}: boot`,
  unit: "operations",
  async setup() {
    const core = await loadCore();
    const words = profileWords(machine, true);
    new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
    const generation = KERNELS.indexOf(kernel);
    return { units: 1, run: () => core.boot(generation, 1, 1), progress: () => ({ cycles: 0, accesses: 0 }), machine };
  },
}));

/** The hierarchy alone, on a stream of u32 records (assembly/machine/replay.ts). */
function stream(name: string, records: () => Uint32Array): Case {
  return {
    name: `hierarchy: ${name}`,
    unit: "accesses",
    async setup() {
      const core: Core = await loadCore();
      const words = profileWords(machine, true);
      new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
      core.bootBare(1, 1);
      const data = records();
      const buffer = core.traceBuffer(data.byteLength);
      new Uint32Array(core.memory.buffer, buffer, data.length).set(data);
      let done = 0;
      return {
        units: data.length,
        run() {
          for (let at = 0; at < data.length; at += SLICE) {
            core.replay(buffer + at * 4, Math.min(SLICE, data.length - at));
          }
          done += data.length;
        },
        progress: () => ({ cycles: Number(core.clock(0)), accesses: done }),
        machine,
      };
    },
  };
}

/** Repeatable numbers (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

const RECORDS = 1 << 20;

/** A trace that tools/lackey.mjs made with valgrind. */
function readTrace(name: string): Uint32Array {
  const bytes = gunzipSync(readFileSync(new URL(`../bench/traces/${name}.u32.gz`, import.meta.url)));
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

const streams: Case[] = [
  stream("a real program's data (ls -laR; 0.6 % miss L1)", () => readTrace("ls")),
  stream("a harder one's (gzip -6; 7.6 % miss L1)", () => readTrace("gzip")),
  stream("all L1 hits, 16 KiB", () =>
    Uint32Array.from({ length: RECORDS }, (_, i) => (0x8000000 + ((i * 36) % 16_384)) & ~3),
  ),
  stream("list walk, 700 socks, two fields of two lines each", () => {
    const next = numbers(1);
    const socks = Array.from({ length: 700 }, (_, i) => 0x9000000 + i * 128);
    for (let i = socks.length - 1; i > 0; i--) {
      const j = next() % (i + 1);
      [socks[i], socks[j]] = [socks[j] as number, socks[i] as number];
    }
    // The next pointer and the port lie in one line, the address in another.
    const fields = [36, 12, 64];
    return Uint32Array.from(
      { length: RECORDS },
      (_, i) => (socks[Math.floor(i / 3) % 700] ?? 0) + (fields[i % 3] ?? 0),
    );
  }),
  stream("random over 64 MiB", () => {
    const next = numbers(2);
    return Uint32Array.from({ length: RECORDS }, () => (0xa000000 + (next() % (64 << 20))) & ~3);
  }),
];

/** What `halfopen trace` does with text before its accesses run through the hierarchy. */
const reading: Case = {
  name: "trace: reading lackey text",
  unit: "bytes",
  async setup() {
    // As many fetches as a program has; lengths and addresses as they come.
    const lines = Array.from(readTrace("ls").subarray(0, 200_000), (word, i) => {
      const fetch = `I  ${(0x4000000 + i * 3).toString(16).padStart(8, "0")},${1 + (i % 7)}\n`;
      return `${fetch}${fetch} ${word & 1 ? "S" : "L"} ${((word & ~3) >>> 0).toString(16).padStart(8, "0")},${1 << (i % 4)}\n`;
    });
    const text = new TextEncoder().encode(lines.join(""));
    const chunk = 1 << 18;
    return {
      units: text.length,
      run() {
        const parser = new TraceParser(new Records(64, () => {}), { format: "lackey" });
        for (let at = 0; at < text.length; at += chunk) parser.push(text.subarray(at, at + chunk));
        parser.end();
      },
      progress: () => ({ cycles: 0, accesses: 0 }),
      machine,
    };
  },
};

export const cases: Case[] = [...streams, reading, ...listens, ...lookups, ...floods, ...connections, ...boots];
