// npm run soak: connections by the million through one listener, each opened, used and closed, after which the kernel's
// memory is where it was. --connections N (default 1000000), --kernel K[,K...] (default: all).
//
// It drives the module itself (halfopen/core.wasm, assembly/README.md), without the host's books for every call.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const FIN = 0x01;
const SYN = 0x02;
const ACK = 0x10;
const SERVER = 0x0a090909; // 10.9.9.9
const PORT = 80;
const CLIENTS = 0x0a000001; // 10.0.0.1 and on
const FIRST_PORT = 1024;
const PORTS = 65_536 - FIRST_PORT;
const VIEW_MEMORY = 5;
const VIEW_AUDIT = 7;
/** After so many connections all that are in TIME_WAIT go: 1.2 passes every one of them for each segment. */
const WAVE = 500;
const TIME_WAIT_MS = 130_000;
/** Until the last timer of the last connection is gone. */
const LONG_MS = 1_000_000;
const SYNACK = 0;
const ESTABLISHED = 4;

/**
 * Runs connections through one listener of a booted module.
 * @param core its exports
 * @returns bytes by allocator before and after, how many connections were made, and faults of the audit
 */
export function soak(core, connections, progress = () => {}) {
  // What the first connections leave for good (empty slabs that stay with their caches) is there before.
  const fd = listener(core);
  wave(core, fd, 0, Math.min(connections, WAVE));
  pass(core, TIME_WAIT_MS);
  const before = memory(core);
  let made = 0;
  for (let first = 0; first < connections; first += WAVE) {
    made += wave(core, fd, first, Math.min(WAVE, connections - first));
    pass(core, TIME_WAIT_MS);
    progress(made);
  }
  pass(core, LONG_MS);
  const after = memory(core);
  const faults = core.describe(VIEW_AUDIT, 0);
  core.close(fd);
  return { before, after, made, faults };
}

function listener(core) {
  const fd = core.socket(2, 1, 0);
  core.bind(fd, 2, 0, PORT);
  core.listen(fd, 128);
  return fd;
}

/** Opens, uses and closes connections one after the other; of two, one is closed by the server first. */
function wave(core, fd, first, count) {
  let made = 0;
  for (let i = first; i < first + count; i++) {
    const [saddr, sport] = [CLIENTS + Math.floor(i / PORTS), FIRST_PORT + (i % PORTS)];
    const arrive = (seq, ack, flags, length = 0) =>
      core.segment(saddr, sport, SERVER, PORT, seq >>> 0, ack >>> 0, flags, length, 1);
    if (arrive(1000, 0, SYN) !== SYNACK) continue;
    const server = core.answer(2) + 1;
    if (arrive(1001, server, ACK) !== ESTABLISHED) continue;
    const connection = core.accept(fd, -1, 0, 0);
    if (connection < 0) continue;
    made++;
    arrive(1001, server, ACK, 100);
    core.recv(connection, 100);
    if (i % 2 === 0) {
      core.close(connection);
      arrive(1101, server + 1, ACK);
      arrive(1101, server + 1, FIN | ACK);
    } else {
      arrive(1101, server, FIN | ACK);
      core.close(connection);
      arrive(1102, server + 1, ACK);
    }
  }
  return made;
}

function pass(core, ms) {
  for (let done = core.advance(ms); !done; ) done = core.advance(0); // the log of what is sent was full
}

function memory(core) {
  core.describe(VIEW_MEMORY, 0);
  const [kmalloc, vmalloc, slab] = new Uint32Array(core.memory.buffer, core.view.value, 3);
  return { kmalloc, vmalloc, slab };
}

async function main() {
  const text = { type: "string" };
  const { values } = parseArgs({ options: { connections: text, kernel: text, wasm: text } });
  const { kernels, loadCore, profileWords, shippedMachines, defaultMachine } = await import("../dist/index.js");
  const connections = Number(values.connections ?? 1_000_000);
  if (!Number.isInteger(connections) || connections < 1) {
    console.error(`--connections ${values.connections}: not a whole number; give one, such as 1000000`);
    process.exit(2);
  }
  for (const [generation, kernel] of kernels.entries()) {
    if (values.kernel && !values.kernel.split(",").includes(kernel.name)) continue;
    const core = await loadCore(values.wasm ? readFileSync(values.wasm) : undefined);
    const words = profileWords(shippedMachines[defaultMachine], kernel.sysenter);
    new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
    core.boot(generation, 1, 1);
    const begin = performance.now();
    const { before, after, made, faults } = soak(core, connections, (done) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[KLinux ${kernel.name}: ${done.toLocaleString("en")}`);
    });
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    const seconds = (performance.now() - begin) / 1000;
    const same = JSON.stringify(before) === JSON.stringify(after);
    const sound = same && made === connections && faults === 0;
    console.log(
      `Linux ${kernel.name}: ${made.toLocaleString("en")} connections, memory ${same ? "where it was" : "moved"}: ` +
        `kmalloc ${before.kmalloc} -> ${after.kmalloc}, vmalloc ${before.vmalloc} -> ${after.vmalloc}, ` +
        `slab ${before.slab} -> ${after.slab} bytes; ${faults} faults; ${seconds.toFixed(1)} s`,
    );
    if (!sound) process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
