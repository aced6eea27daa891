// Makes an address trace of a real program: node tools/lackey.mjs OUT.u32.gz RECORDS COMMAND [ARG...]
//
// Runs the command under valgrind's lackey and keeps RECORDS data accesses from the middle of its first ten times as
// many, as little-endian u32: the low 32 address bits with the two lowest replaced by 0 load, 1 store.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";

const [out, count, command, ...args] = process.argv.slice(2);
const wanted = Number(count);
if (!command || !Number.isInteger(wanted) || wanted < 1) {
  console.error("usage: node tools/lackey.mjs OUT.u32.gz RECORDS COMMAND [ARG...]");
  process.exit(2);
}

const records = new Uint32Array(wanted);
const skip = Math.floor(wanted / 2);
let seen = 0;
const keep = (address, kind) => {
  const at = seen++ - skip;
  if (at >= 0 && at < wanted) records[at] = ((Number(address & 0xffffffffn) & ~3) | kind) >>> 0;
};

const valgrind = spawn("valgrind", ["--tool=lackey", "--trace-mem=yes", "--log-fd=9", command, ...args], {
  stdio: ["ignore", "ignore", "inherit", ...new Array(6).fill("ignore"), "pipe"],
});
valgrind.on("error", () => {
  console.error("valgrind is not installed; apt-get install valgrind");
  process.exit(1);
});
for await (const line of createInterface({ input: valgrind.stdio[9] })) {
  const found = /^ ([LSM]) ([0-9a-f]+),/.exec(line);
  if (!found) continue;
  const address = BigInt(`0x${found[2]}`);
  if (found[1] !== "S") keep(address, 0);
  if (found[1] !== "L") keep(address, 1);
  if (seen >= skip + wanted) break;
}
valgrind.kill("SIGKILL");
if (seen < skip + wanted) {
  console.error(`${command} made ${seen} data accesses, fewer than the ${skip + wanted} that are needed`);
  process.exit(1);
}
writeFileSync(out, gzipSync(new Uint8Array(records.buffer), { level: 9 }));
console.log(`${out}: ${wanted} data accesses of ${[command, ...args].join(" ")}`);
process.exit(0); // what valgrind still writes is of no interest
