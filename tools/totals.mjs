// npm run totals [-- --json]: whole calls, emulated beside counted in the real kernels (facts/real-kernels/counts-*).
//
// Instructions count a repeated string instruction once; loads and stores leave out the kernel stack. listen() is compared
// from sys_listen down, a packet from tcp_v4_rcv down, accept() whole, from kernel entry to exit (the counts of a whole
// call hold some 50 instructions of the entry path that belong to the call before).
// The 2.6.20 counts are of a Pentium III build, where an unlock is a plain store; the emulated kernel unlocks by xchg.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import Table from "cli-table3";
import { Emulator } from "../dist/index.js";

const RAISED = { "net.core.somaxconn": 65_535, "net.ipv4.tcp_max_syn_backlog": 65_535 };
const SERVER = "10.9.9.9:80";
/** What runs before the function that a case is counted from. */
const BEFORE = [
  "(outside)",
  "system_call",
  "sys_socketcall",
  "copy_from_user",
  "netif_receive_skb",
  "__netif_receive_skb",
];

function listener(linux, backlog, addr = "0.0.0.0", port = 80) {
  const fd = linux.socket().ret;
  linux.bind(fd, { addr, port });
  return { fd, cost: linux.account(() => linux.listen(fd, backlog)) };
}

/** A listener beside others on equal ports modulo 32, the target first (so last in the chain), after one SYN. */
async function crowd(kernel, others) {
  const linux = await Emulator.boot({ kernel, sysctl: { "net.ipv4.tcp_syncookies": 0 } });
  const { fd } = listener(linux, 128);
  for (let i = 1; i <= others; i++) listener(linux, 8, "0.0.0.0", 80 + 32 * i);
  linux.syn({ from: "10.0.0.1:4000", to: SERVER });
  return { linux, fd };
}

async function freshListen(kernel, backlog, sysctl) {
  const linux = await Emulator.boot({ kernel, sysctl });
  linux.close(listener(linux, backlog).fd); // warms the slabs, as the traced machine's were
  return listener(linux, backlog);
}

const sum = (accounts, key) => accounts.reduce((total, account) => total + account[key], 0);
const figures = ({ accounts }, whole) => {
  const inside = accounts.filter(({ name }) => whole || !BEFORE.includes(name));
  return ["instructions", "loads", "stores", "locked"].map((key) => sum(inside, key));
};

const cases = [
  ["listen, backlog 5", "listen_first_bl5", "sys_listen#0", async (k) => (await freshListen(k, 5)).cost],
  ["listen, backlog 128", "listen_first_bl128", "sys_listen#0", async (k) => (await freshListen(k, 128)).cost],
  [
    "listen, backlog 1024 raised",
    "listen_first_bl1024_raised",
    "sys_listen#0",
    async (k) => (await freshListen(k, 1024, RAISED)).cost,
  ],
  [
    "re-listen",
    "relisten_after_listen_first_bl5",
    "sys_listen#0",
    async (k) => {
      const linux = await Emulator.boot({ kernel: k });
      const { fd } = listener(linux, 5);
      return linux.account(() => linux.listen(fd, 5));
    },
  ],
  ...[0, 1, 10, 100, 1000].map((others) => [
    `SYN, ${others.toLocaleString("en")} others in its bucket`,
    `synseen_inject_others${others}_target_oldest`,
    "tcp_v4_rcv#0",
    async (k) => {
      const { linux } = await crowd(k, others);
      return linux.account(() => linux.syn({ from: "10.0.0.1:4001", to: SERVER }));
    },
  ]),
  [
    "final ACK",
    "connect_others0_target_oldest",
    "tcp_v4_rcv#2",
    async (k) => {
      const { linux } = await crowd(k, 0);
      linux.ack({ from: "10.0.0.1:4000", to: SERVER }); // the first child warms the slab
      linux.syn({ from: "10.0.0.1:4001", to: SERVER });
      return linux.account(() => linux.ack({ from: "10.0.0.1:4001", to: SERVER }));
    },
  ],
  [
    "accept",
    "accept_others0_target_oldest",
    null,
    async (k) => {
      const { linux, fd } = await crowd(k, 0);
      for (const port of [4000, 4001]) {
        if (port === 4001) linux.syn({ from: `10.0.0.1:${port}`, to: SERVER });
        linux.ack({ from: `10.0.0.1:${port}`, to: SERVER });
      }
      linux.accept(fd);
      return linux.account(() => linux.accept(fd));
    },
  ],
];

/** What was counted for a case. */
function counted(counts, name, call) {
  const found = counts.cases[name];
  if (!found) throw new Error(`facts/real-kernels: no case ${name}`);
  const figure = call ? found.functions[call] : found.whole_syscall;
  return [figure.insns, figure.loads_nonstack, figure.stores_nonstack, figure.locked];
}

/** Instructions of each of the eight repetitions; loads and stores exist for one alone. */
function repetitions(counts, name, call) {
  const found = counts.cases[name];
  return call ? found.functions[call].insns_by_rep : found.kernel_insns_by_rep;
}

/** All cases of a kernel: { case, emulated: [instructions, loads, stores, locked], real: the same, repetitions }. */
export async function totals(kernel) {
  const file = new URL(`../facts/real-kernels/counts-${kernel}.json.gz`, import.meta.url);
  const counts = JSON.parse(gunzipSync(readFileSync(file)).toString());
  const rows = [];
  for (const [name, traced, call, run] of cases) {
    const emulated = figures(await run(kernel), call === null);
    rows.push({
      case: name,
      emulated,
      real: counted(counts, traced, call),
      repetitions: repetitions(counts, traced, call),
    });
  }
  return rows;
}

const percent = (emulated, real) =>
  real === 0 ? "" : `${emulated >= real ? "+" : "-"}${Math.abs(((emulated - real) / real) * 100).toFixed(0)} %`;

if (process.argv[1]?.endsWith("totals.mjs")) {
  const all = {};
  for (const kernel of ["2.6.20", "3.6"]) all[kernel] = await totals(kernel);
  if (process.argv.includes("--json")) console.log(JSON.stringify(all, null, 2));
  else {
    for (const [kernel, rows] of Object.entries(all)) {
      const table = new Table({
        head: [`Linux ${kernel}`, "instr.", "real", "", "loads", "real", "", "stores", "real", "", "locked", "real"],
        colAligns: ["left", ...new Array(11).fill("right")],
        chars: Object.fromEntries(
          "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid middle"
            .split(" ")
            .map((key) => [key, ""]),
        ),
        style: { head: [], border: [], "padding-left": 0, "padding-right": 1 },
      });
      const notes = [];
      for (const { case: name, emulated, real, repetitions } of rows) {
        const least = Math.min(...repetitions);
        const dearer = real[0] > 1.1 * least;
        if (dearer) {
          const numbers = [real[0], least].map((value) => value.toLocaleString("en"));
          notes.push(
            `* counted in a repetition of ${numbers[0]} instructions (a slab was refilled); the leanest had ${numbers[1]}`,
          );
        }
        const cells = emulated.map((value, i) => {
          const pair = [value.toLocaleString("en"), real[i].toLocaleString("en")];
          return i < 3 ? [...pair, percent(value, real[i])] : pair;
        });
        table.push([dearer ? `${name} *` : name, ...cells.flat()]);
      }
      console.log([table.toString().replace(/ +$/gm, ""), ...notes, ""].join("\n"));
    }
  }
}
