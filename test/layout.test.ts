// The offsets and sizes in structs.ts are the compiler's: every struct and field against facts/layouts.json. So are the
// constants whose comment says that they are one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface Layout {
  size: number;
  fields: Record<string, { offset: number; size: number; type: string; bits?: number }>;
}

const root = new URL("../", import.meta.url);
const layouts = JSON.parse(readFileSync(new URL("facts/layouts.json", root), "utf8"));
const kernels = { "1.2": "v1.2.13", "2.6.20": "v2.6.20", "3.6": "v3.6.5", "4.3": "v4.3", "4.14": "v4.14" };
const SIZES: Record<string, number> = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4, u64: 8, i64: 8 };
const STRUCT = /@struct\((\d+)\)\s*export class (\w+)(?: extends (\w+))? \{([^}]*)\}/g;
const FIELD = /@(at|embed)\((\d+)\) (\w+): (\w+);/g;

/** All structs of a kernel; those of the allocator that it does not use by default come second. */
function structsOf(version: string): Record<string, Layout> {
  return { ...layouts[version].slab_allocator_structs, ...layouts[version].structs };
}

/** Every member at any depth: its offset, its size, the names that it may go by. */
function members(
  structs: Record<string, Layout>,
  struct: string,
  base = 0,
  prefix: string[] = [],
): [number, number, Set<string>][] {
  const layout = structs[struct];
  if (!layout) return [];
  return Object.entries(layout.fields).flatMap(([path, field]) => {
    const names = [...prefix, ...path.split(".")];
    const inner = /^(?:struct|union) (\w+)$/.exec(field.type)?.[1] ?? field.type;
    const offset = base + field.offset;
    const own: [number, number, Set<string>] = [offset, field.bits ? 0 : field.size, spellings(names)];
    return [own, ...(structs[inner] && inner !== struct ? members(structs, inner, offset, names) : [])];
  });
}

/** Names that later kernels gave to what code they share with earlier ones calls by its first name, and the kernel's own
 * macros for fields of struct sock_common (include/net/inet_sock.h, request_sock.h). */
const OTHER_NAMES: Record<string, string[]> = {
  _refcount: ["_count"],
  slab_cache: ["slab"],
  head: ["task_list"],
  skc_num: ["inet_num", "ir_num"],
  skc_dport: ["inet_dport", "ir_rmt_port"],
  skc_daddr: ["ir_rmt_addr"],
  skc_rcv_saddr: ["ir_loc_addr"],
  skc_bound_dev_if: ["ir_iif"],
  skc_family: ["ireq_family"],
  skc_state: ["ireq_state"],
  skc_net: ["ireq_net"],
};

/** A member may be called by any tail of its path; skc_x goes by its user's prefix, a keyword gets an underscore. */
function spellings(path: string[]): Set<string> {
  const tails = path.map((_, i) => path.slice(i).join("_"));
  const result = new Set(tails);
  for (const tail of tails) {
    result.add(`${tail}_`);
    result.add(`${tail}_bits`);
    for (const name of OTHER_NAMES[tail] ?? []) result.add(name);
    for (const prefix of ["sk_", "tw_", "rsk_"]) {
      result.add(tail.replace(/^skc_(tw_)?/, prefix));
      result.add(`${tail.replace(/^skc_(tw_)?/, prefix)}_bits`);
    }
  }
  return result;
}

for (const [kernel, version] of Object.entries(kernels)) {
  const structs = structsOf(version);
  const source = readFileSync(new URL(`assembly/linux-${kernel}/structs.ts`, root), "utf8");
  const found = [...source.matchAll(STRUCT)];

  describe(`${kernel}: structs.ts against the compiler's layout`, () => {
    test("every class is read by this test", () => {
      expect(found.length).toBe(source.match(/export class/g)?.length);
    });

    test.each(found.map((match) => [match[2] as string, match] as const))("struct %s", (name, match) => {
      const layout = structs[name];
      expect(layout, `facts/layouts.json has no struct ${name}`).toBeDefined();
      expect(Number(match[1])).toBe(layout?.size);
      const all = members(structs, name);
      for (const [, kind, offset, field, type] of (match[4] as string).matchAll(FIELD)) {
        const size = kind === "at" ? SIZES[type as string] : structs[type as string]?.size;
        const named = all.filter(([, , names]) => names.has(field as string));
        expect(
          named.some(([at, bytes]) => at === Number(offset) && (bytes === 0 || bytes === size)),
          `${name}.${field}: ${type} at ${offset}; the facts have ${field} at ${named.map(([at, bytes]) => `${at} (${bytes} bytes)`)}`,
        ).toBe(true);
      }
    });
  });
}

// ── Offsets and sizes that stand in constants ──────────────────────────────────────────────────────────────────────────

/** A constant or an enum's member with its meaning behind it: offsetof(struct s, member) or sizeof(struct s). */
const CONSTANT =
  /^\s*(?:export )?(?:const )?(\w+)(?:: \w+)? = (\d+)[;,] \/\/ (offsetof|sizeof)\(struct (\w+)(?:, ([\w.]+))?\)/;

/** The files of assembly/linux/ that a kernel compiles: what its kernel.ts and the entries of tests come to import. */
function sharedOf(kernel: string): Set<string> {
  const found = new Set<string>();
  const folder = new URL(`assembly/linux-${kernel}/`, root);
  const shared = new URL("assembly/linux/", root);
  const visit = (name: string, own: boolean) => {
    const mine = own && existsSync(new URL(name, folder));
    const key = `${mine ? "" : "linux/"}${name}`;
    if (found.has(key)) return;
    found.add(key);
    const source = readFileSync(new URL(name, mine ? folder : shared), "utf8");
    for (const [, up, file] of source.matchAll(/from "\.(\.\/linux)?\/([\w.]+)"/g)) visit(`${file}.ts`, !up);
  };
  for (const entry of ["kernel.ts", "testing.ts", "hash_testing.ts"]) {
    if (existsSync(new URL(entry, folder))) visit(entry, true);
  }
  return found;
}

/** Offset of a member at any depth; nothing if the facts do not know it. */
function offsetOf(structs: Record<string, Layout>, struct: string, path: string): number | undefined {
  const fields = structs[struct]?.fields ?? {};
  if (fields[path]) return fields[path].offset;
  const words = path.split(".");
  for (let depth = words.length - 1; depth > 0; depth--) {
    const field = fields[words.slice(0, depth).join(".")];
    if (!field) continue;
    const inner = offsetOf(structs, field.type.replace(/^(?:struct|union) /, ""), words.slice(depth).join("."));
    return inner === undefined ? undefined : field.offset + inner;
  }
  return undefined;
}

function constantsOf(folder: string): [string, RegExpExecArray][] {
  const files = readdirSync(new URL(`assembly/${folder}/`, root)).filter((name) => name.endsWith(".ts"));
  return files.flatMap((file) => {
    const lines = readFileSync(new URL(`assembly/${folder}/${file}`, root), "utf8").split("\n");
    return lines.flatMap((line): [string, RegExpExecArray][] => {
      const match = CONSTANT.exec(line);
      if (!match && /\/\/ (?:offsetof|sizeof)\(/.test(line)) throw new Error(`${folder}/${file}: cannot read ${line}`);
      return match ? [[`${folder}/${file} ${match[1]}`, match]] : [];
    });
  });
}

for (const [kernel, version] of Object.entries(kernels)) {
  const structs = structsOf(version);

  describe(`${kernel}: constants against the compiler's layout`, () => {
    const compiled = sharedOf(kernel);
    const shared = constantsOf("linux").filter(([name]) => compiled.has(/^(\S+)/.exec(name)?.[1] ?? ""));
    test.each([...constantsOf(`linux-${kernel}`), ...shared])("%s", (_, [, , value, what, struct, path]) => {
      const wanted =
        what === "sizeof" ? structs[struct as string]?.size : offsetOf(structs, struct as string, path as string);
      expect(wanted, `the facts do not know ${what}(struct ${struct}${path ? `, ${path}` : ""})`).toBeDefined();
      expect(Number(value)).toBe(wanted);
    });
  });
}
