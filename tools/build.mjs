// npm run build: the wasm core (build/core.wasm), then the TypeScript host (dist/). `--core` or `--host` for one alone.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { addGlobalAccess } from "./globals.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const SHARED = "assembly/linux/";
const KERNEL = /^assembly\/linux-[\d.]+\//;

/** HALFOPEN_KERNELS=4.3,4.14 builds these kernels alone, quickly; they keep their places in the list. */
const only = process.env.HALFOPEN_KERNELS?.split(",");

function onlyKernels(text) {
  const wanted = only.map((version) => `linux_${version.replaceAll(".", "_")}`);
  const isOther = (line) => /linux_[\d_]+/.test(line) && !wanted.includes(/linux_[\d_]+/.exec(line)[0]);
  return text
    .split("\n")
    .flatMap((line) => (!isOther(line) ? [line] : line.startsWith("import") ? [] : [`  ${wanted[0]},`]))
    .join("\n");
}

/**
 * Reads a source for the compiler. A kernel's folder lies over assembly/linux/:
 * - a file that the kernel's folder lacks is taken from assembly/linux/, and compiled with that kernel's own structs
 *   and system map, because its imports are relative;
 * - a kernel's file that imports "../linux/x" gets the shared x compiled in the same way (as the virtual file linux~x).
 */
async function readSource(name, base) {
  const path = name.replaceAll("\\", "/");
  if (path === "assembly/kernels.ts" && only) return onlyKernels(await readOrNull(join(base, path)));
  const kernel = KERNEL.exec(path)?.[0];
  const text = await readOrNull(join(base, path));
  // The formatter knows no decorators of functions: they stand as comments.
  if (!kernel) return text?.replaceAll(/^\/\/ @inline$/gm, "@inline") ?? text;
  if (text !== null) return text.replaceAll(/(["'])\.\.\/linux\//g, "$1./linux~");
  const shared = basename(path).replace(/^linux~/, "");
  return readOrNull(join(base, SHARED, shared));
}

async function readOrNull(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "EISDIR" || error.code === "ENOTDIR") return null;
    throw error;
  }
}

/** Compiles `entry` to `outFile`; both can be set from outside to build a part alone. Returns size and sha256. */
export async function buildCore(
  entry = process.env.HALFOPEN_ENTRY ?? "assembly/index.ts",
  outFile = process.env.HALFOPEN_OUT ?? "build/core.wasm",
) {
  process.chdir(root);
  await mkdir("build", { recursive: true });
  const { error, stdout, stderr } = await asc.main(
    [entry, "--target", "release", "--transform", "./assembly/transform.mjs", "--outFile", outFile],
    { readFile: readSource },
  );
  process.stdout.write(stdout.toString());
  process.stderr.write(stderr.toString());
  if (error) throw error;
  const wasm = addGlobalAccess(await readFile(outFile));
  await writeFile(outFile, wasm);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
  if (imports.length > 0) throw new Error(`${outFile}: it must import nothing, but imports ${JSON.stringify(imports)}`);
  const sha256 = createHash("sha256").update(wasm).digest("hex");
  return { bytes: wasm.length, sha256 };
}

const ROW = /^export const (\w+)\s*= (text|part|block)\(([^)]*)\);(?:\s*\/\/ *(.*))?$/;

/** The rows of all system maps, with the source of each, for the commands that list them (build/system-map.json). */
async function writeSystemMaps() {
  const maps = {};
  for (const folder of (await readdir(join(root, "assembly"))).filter((name) => name.startsWith("linux-"))) {
    const text = await readFile(join(root, "assembly", folder, "system_map.ts"), "utf8");
    const rows = [];
    let file = "";
    for (const line of text.split("\n")) {
      const heading = /^\/\/ ([\w/.-]+\.[chS])\b/.exec(line)?.[1];
      if (heading) file = heading;
      const [, name, kind, list, source = ""] = ROW.exec(line) ?? [];
      if (name) rows.push({ name, kind, file, ...figures(kind, list.split(/\s*,\s*/)), source });
    }
    maps[folder.slice("linux-".length)] = rows;
  }
  await writeFile(join(root, "build/system-map.json"), `${JSON.stringify(maps)}\n`);
}

function figures(kind, words) {
  if (kind === "part") {
    const [owner, ...numbers] = words;
    const [offset, bytes, instructions, stackLoads, stackStores] = numbers.map(Number);
    return { owner, offset, bytes, instructions, stackLoads, stackStores };
  }
  const [address, bytes, instructions, ...rest] = words.map(Number);
  if (kind === "text") return { address, bytes, instructions, stackLoads: rest[0], stackStores: rest[1] };
  const [loads, stores, stackLoads, stackStores, locked, linesRead, linesWritten] = rest;
  return { address, bytes, instructions, loads, stores, stackLoads, stackStores, locked, linesRead, linesWritten };
}

function run(command, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, command), ...args], { stdio: "inherit", cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const only = process.argv[2];
  if (only !== "--host") {
    const { bytes, sha256 } = await buildCore();
    await writeSystemMaps();
    console.log(`core.wasm  ${bytes.toLocaleString("en")} bytes, no imports, sha256 ${sha256}`);
  }
  if (only !== "--core") {
    await rm(join(root, "dist"), { recursive: true, force: true });
    run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
    await writeFile(join(root, "dist/.built"), "");
    console.log("dist/            the host");
  }
}
