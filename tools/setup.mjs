// What `npm start` and `npm test` do first on any machine: install what package-lock.json names, build what changed.
// It says in a line what it does, and is silent when there is nothing to do. Node's own modules only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const INSTALLED = "node_modules/.halfopen-installed";
const BUILT = "build/.built";
/** All that the build reads. */
const SOURCES = [
  "assembly",
  "src",
  "bench",
  "tools/build.mjs",
  "tools/globals.mjs",
  "asconfig.json",
  "tsconfig.json",
  "package-lock.json",
];

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`halfopen needs Node.js 20.19 or later; this is ${process.versions.node}`);
  process.exit(2);
}

function hash(paths) {
  const sum = createHash("sha256");
  const visit = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    const entries = readEntries(full);
    if (entries) for (const name of entries) visit(`${path}/${name}`);
    else sum.update(`${path}\0`).update(readFileSync(full));
  };
  paths.forEach(visit);
  return sum.digest("hex");
}

function readEntries(path) {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

function step(stamp, wanted, message, command, args, made = []) {
  const file = join(root, stamp);
  const there = [stamp, ...made].every((path) => existsSync(join(root, path)));
  if (there && readFileSync(file, "utf8") === wanted) return;
  console.error(message);
  // npm is a script of its own on Windows; a shell finds it on every system.
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: true });
  if (status !== 0) {
    console.error(`set-up failed: ${command} ${args.join(" ")} (exit status ${status})`);
    process.exit(1);
  }
  writeFileSync(file, wanted);
}

step(INSTALLED, hash(["package-lock.json"]), "set-up: installing packages (npm ci) ...", "npm", [
  "ci",
  "--no-audit",
  "--no-fund",
]);
step(
  BUILT,
  hash(SOURCES),
  "set-up: building the wasm core and the host ...",
  "node",
  ["tools/build.mjs"],
  ["build/core.wasm", "build/system-map.json", "dist/cli/main.js"],
);
