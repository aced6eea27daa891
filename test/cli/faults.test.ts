import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { kernels } from "../../src/kernels.js";
import { shippedMachines } from "../../src/machines.js";
import { sysctlNames } from "../../src/sysctls.js";
import { halfopen } from "./command-line.js";

const names = kernels.map(({ name }) => name).join(", ");
const folder = mkdtempSync(join(process.cwd(), "build/faults-"));
const file = (name: string, text: string | Uint8Array) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true }));

/** Exit status 2, this one line, and nothing on stdout. */
async function expectFault(line: string, message: string): Promise<void> {
  expect(await halfopen(line)).toEqual({ text: "", status: 2, errors: `halfopen: ${message}\n` });
}

describe("commands and options", () => {
  test.each([
    ["survye", "survye: unknown command; did you mean survey? See halfopen --help"],
    ["locks x", "locks: this command comes in a later version; see halfopen --help for those that there are"],
    ["run", "missing required argument 'file'; see --help"],
    ["run missing.json", "missing.json: no such file; check the path"],
    ["--jsn", "--jsn: unknown option; did you mean --json? See halfopen --help"],
    ["listen --bcklog 5", "--bcklog: unknown option; did you mean --backlog?"],
    ["listen --xyzzy", "--xyzzy: unknown option; see --help"],
    ["listen --backlog", "--backlog <n[,n...]>: a value is missing; give one"],
    ["listen now", "listen: too many arguments; it takes none"],
    ["layout sock file", "layout: too many arguments; give 1 at most"],
    ["help listne", "listne: unknown command; did you mean listen? See halfopen --help"],
    ["help nosuch", "nosuch: unknown command; see halfopen --help"],
    ["nosuch", "nosuch: unknown command; see halfopen --help"],
    ["rm", "rm: unknown command; see halfopen --help"],
    ["--bogus", "--bogus: unknown option; see halfopen --help"],
    ["listen --seen", "--seen: unknown option; did you mean --seed?"],
    ["listen --send", "--send: unknown option; did you mean --seed?"],
    ["listen --kelp", "--kelp: unknown option; did you mean --help?"],
  ])("%s", expectFault);
});

describe("values of options", () => {
  test.each([
    ["listen --backlog abc", '--backlog abc: "abc" is no whole number; give one or a comma list, such as 5,128,512'],
    ["listen --backlog 5,x", '--backlog 5,x: "x" is no whole number; give one or a comma list, such as 5,128,512'],
    ["listen --backlog 5,", '--backlog 5,: "" is no whole number; give one or a comma list, such as 5,128,512'],
    [
      "listen --backlog 4294967296",
      "--backlog 4294967296: 4294967296 is not within -2147483648 to 2147483647; give one or a comma list, such as 5,128,512",
    ],
    ["lookup --listeners 0", "--listeners 0: 0 is not within 1 to 65000; give one or a comma list, such as 5,128,512"],
    ["lookup --cpus 65", "--cpus 65: not within 1 to 64; give 1 to 64"],
    ["lookup --seed x", "--seed x: not a whole number; give 0 to 4294967295"],
    ["survey --kernel 2.4", `--kernel 2.4: unknown kernel; give ${names} or all`],
    ["survey --kernel 3.6,", `--kernel 3.6,: an empty name; give ${names} or all`],
    [
      "listen --machine p3",
      '--machine: unknown machine "p3"; did you mean p3-coppermine? There are core2-woodcrest, p3-coppermine, p4-northwood, p54c-100, k8-opteron, nehalem-bloomfield, sandybridge-i5',
    ],
    ["machines nope", `machines: unknown machine "nope"; there are ${Object.keys(shippedMachines).join(", ")}`],
    ["listen --kernel 1.2 --cpus 4", "--cpus 4: Linux 1.2 runs on one CPU; give cpus 1"],
    ["listen --sysctl somaxconn", "--sysctl somaxconn: not key=value; give one such as net.core.somaxconn=1024"],
    ["listen --sysctl somaxconn=5", "--sysctl somaxconn=5: unknown key; did you mean net.core.somaxconn?"],
    ["listen --sysctl nosuch=5", `--sysctl nosuch=5: unknown key; there are ${sysctlNames.join(", ")}`],
    [
      "listen --sysctl net.ipv4.ip_local_port_range=1000",
      "--sysctl net.ipv4.ip_local_port_range=1000: not two ports; give first and last",
    ],
    [
      "listen --sysctl net.core.somaxconn=many",
      "--sysctl net.core.somaxconn = many: not a whole number; give 0 to 2147483647",
    ],
    ["layout sok", `layout sok: Linux ${names} has no such struct here; did you mean sock? See halfopen layout`],
    ["kernels 3", `kernels 3: unknown kernel; did you mean 3.6? There are ${names}`],
  ])("%s", expectFault);
});

describe("files", () => {
  const header = "State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n";
  const missing = join(folder, "none.txt");
  const empty = file("empty.txt", "");
  const port = file("port.txt", `${header}LISTEN 0 128 0.0.0.0:70000 0.0.0.0:*\n`);
  const cut = file("cut.txt", `${header}LISTEN 0 128 0.0.0.0:80 0.0.0.0:*\nLISTEN 0 12`);
  const foreign = file("foreign.txt", "hello\n");
  const utf16 = file("utf16.json", Buffer.from('\ufeff{ "name": "m" }', "utf16le"));
  const { "core2-woodcrest": woodcrest } = shippedMachines;
  const l1d = { bytes: 32768, ways: 7, line: 64, latency: 3 };
  const ways = file("ways.json", JSON.stringify({ ...woodcrest, caches: { ...woodcrest?.caches, l1d } }));
  const broken = file("broken.json", '{ "name": }');
  const memory = '"memory":{"latency":1e999,';
  const infinite = file("infinite.json", JSON.stringify(woodcrest).replace(/"memory":\{"latency":\d+,/, memory));

  test.each([
    [`survey ${folder}`, `${folder}: a directory; give a file in it, or - for stdin`],
    [`survey ${missing}`, `${missing}: no such file; give a file that exists, or - for stdin`],
    [`survey ${empty}`, `${empty}: empty; give the text of /proc/net/tcp, /proc/net/tcp6, ss -ltn or netstat -ltn`],
    [`survey ${port}`, `${port}:2: port 70000 is not within 1 to 65535; correct it`],
    [`survey ${cut}`, `${cut}:3: the row "LISTEN 0 12" is cut short or damaged; save the whole text again`],
    [
      `survey ${foreign}`,
      `${foreign}:1: "hello" is no line of /proc/net/tcp, /proc/net/tcp6, ss -ltn or netstat -ltn; give the text of one of these`,
    ],
    [
      `listen --machine ${ways}`,
      `${ways}: at /caches/l1d: 32768 bytes / 7 ways / 64 is no power of two of sets; change bytes or ways`,
    ],
    [`machines ${broken}`, `${broken}:1:11: invalid JSON, unexpected "}"; correct the text there`],
    [`machines ${infinite}`, `${infinite}: at /memory/latency: too big: 1e999; give a number`],
    [`machines ${utf16}`, `${utf16}: not UTF-8 text; save it as UTF-8`],
    [`survey ${utf16}`, `${utf16}: not UTF-8 text; save it as UTF-8`],
    [`machines ${missing}`, `${missing}: no such file; check the path`],
  ])("%s", expectFault);
});
