// npm run lock: brings package-lock.json up to date with package.json, in a form that any registry serves: without the
// registry's addresses, and with the optional packages of other systems even where this registry does not have them
// (npm ci refuses a lock file that lacks them).
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const { status } = spawnSync("npm", ["install", "--package-lock-only"], { stdio: "inherit", shell: true });
if (status !== 0) process.exit(status ?? 1);

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const entry of Object.values(lock.packages)) {
  delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const system = /-(android|darwin|freebsd|linux|openharmony|win32)-(\w+)(?:-(musl|gnu|msvc))?/.exec(name);
    if (lock.packages[`node_modules/${name}`] || !system) continue;
    const [, os, cpu, libc] = system;
    const platform = {
      os: [os],
      cpu: [cpu],
      ...(libc && os === "linux" ? { libc: [libc === "gnu" ? "glibc" : libc] } : {}),
    };
    lock.packages[`node_modules/${name}`] = { version, dev: entry.dev, optional: true, ...platform };
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync("package-lock.json", `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
