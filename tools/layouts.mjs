// Writes src/layouts/<kernel>.json, what `halfopen layout` shows: the structs that assembly/linux-*/structs.ts declares,
// with every field of facts/layouts.json. `used` marks a field that the emulated code of that kernel names.
//
//   node tools/layouts.mjs          writes the files
//   node tools/layouts.mjs --check  exit status 1 if a file is not what would be written
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sourceOf } from "./facts.mjs";

const root = new URL("../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

/** Names as C code writes them, by #define, for the members of the common head of all sockets. */
const COMMON_HEAD = { __sk_common: "sk_", __tw_common: "tw_" };

/** Names of the structs in structs.ts, and the offsets that each declares for fields that `code` names. */
export function declared(text, code) {
  const named = new Set(Array.from(code.matchAll(/\.(\w+)/g), ([, name]) => name));
  const structs = new Map();
  let offsets;
  for (const line of text.split("\n")) {
    const name = /export class (\w+)/.exec(line)?.[1];
    if (name) {
      offsets = [];
      structs.set(name, offsets);
    }
    const [, offset, field] = /@(?:at|embed)\((\w+)\)\s+(\w+)/.exec(line) ?? [];
    if (offset !== undefined && named.has(field)) offsets?.push(Number(offset));
  }
  return structs;
}

/** The layouts of a kernel's structs as the file's text: one line per field. */
export function layoutText(kernel) {
  const facts = JSON.parse(read("facts/layouts.json"))[sourceOf(kernel)];
  const find = (name) => facts.structs[name] ?? facts.slab_allocator_structs?.[name];
  const structs = [];
  const code = ["assembly/linux/", `assembly/linux-${kernel}/`].flatMap((folder) =>
    readdirSync(new URL(folder, root)).flatMap((name) => (name === "structs.ts" ? [] : [read(folder + name)])),
  );
  for (const [name, offsets] of declared(read(`assembly/linux-${kernel}/structs.ts`), code.join("\n"))) {
    const struct = find(name);
    if (!struct) continue; // not of this kernel's configuration
    const fields = [];
    const add = (all, at, prefix) => {
      for (const [path, { offset, size, type, bit, bits }] of Object.entries(all)) {
        const inner = find(type.replace(/^struct /, ""))?.fields;
        const prefixed = COMMON_HEAD[path];
        if (prefixed && inner) {
          add(inner, at + offset, prefixed);
          continue;
        }
        const parent = path.slice(0, Math.max(0, path.lastIndexOf(".")));
        const anonymous = parent !== "" && /<anon>/.test(all[parent]?.type ?? "");
        if ((parent !== "" && !anonymous) || /<anon>/.test(type) || size === 0) continue;
        const own = prefix === "" ? path : prefix + path.replace(/^skc_(tw_)?/, "");
        const first = at + offset;
        const field = { offset: first, size, name: own, type: bits === undefined ? type : `${type}:${bits}` };
        if (bit) field.bit = bit;
        if (offsets.some((other) => other >= first && other < first + size)) field.used = true;
        fields.push(field);
      }
    };
    add(struct.fields, 0, "");
    fields.sort((a, b) => a.offset - b.offset || (a.bit ?? 0) - (b.bit ?? 0));
    for (const field of fields) delete field.bit;
    // As the formatter of this project would have it.
    const rows = fields.map((field) => {
      const members = Object.entries(field).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
      return `{ ${members.join(", ")} }`;
    });
    const flat = `    "fields": [${rows.join(", ")}]`;
    const list = flat.length <= 120 ? flat : `    "fields": [\n      ${rows.join(",\n      ")}\n    ]`;
    structs.push(`  ${JSON.stringify(name)}: {\n    "size": ${struct.size},\n${list}\n  }`);
  }
  return `{\n${structs.join(",\n")}\n}\n`;
}

/** Kernels that have a structs.ts. */
export function kernelsWithStructs() {
  return readdirSync(new URL("assembly/", root)).flatMap((name) => /^linux-(\d.*)$/.exec(name)?.[1] ?? []);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const kernel of kernelsWithStructs()) {
    const path = `src/layouts/${kernel}.json`;
    const text = layoutText(kernel);
    if (process.argv[2] !== "--check") writeFileSync(new URL(path, root), text);
    else if (read(path) !== text) {
      console.error(`${path} is not what facts/ and structs.ts say; run node tools/layouts.mjs`);
      process.exitCode = 1;
    }
  }
}
