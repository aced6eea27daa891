// The offsets and sizes in structs.ts are the compiler's: every struct and field against facts/layouts.json. So are the
// constants whose comment says that they are one.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface Layout {
  size: number;
  fields: Record<string, { offset: number; size: number; type: string; bits?: number }>;
}

const root = new URL("../", import.meta.url);
const layouts = JSON.parse(readFileSync(new URL("facts/layouts.json", root), "utf8"));
const kernels = { "1.2": "v1.2.13", "2.6.20": "v2.6.20", "3.6": "v3.6.5" };
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

/** A member may be called by any tail of its path; skc_x goes by its user's prefix, a keyword gets an underscore. */
function spellings(path: string[]): Set<string> {
  const tails = path.map((_, i) => path.slice(i).join("_"));
  const result = new Set(tails);
  for (const tail of tails) {
    result.add(`${tail}_`);
    result.add(`${tail}_bits`);
    for (const prefix of ["sk_", "tw_", "rsk_"]) result.add(tail.replace(/^skc_/, prefix));
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

/** Files of assembly/linux/ that a kernel does not compile: 2.6.20 has SLAB. */
const SHADOWED: Record<string, string[]> = { "2.6.20": ["slub.ts"] };

/** Kernels that compile nothing of assembly/linux/ that has such a constant. */
const ALONE = ["1.2"];

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
    const shared = constantsOf("linux").filter(
      ([name]) => !ALONE.includes(kernel) && !SHADOWED[kernel]?.includes(/\/(\S+)/.exec(name)?.[1] ?? ""),
    );
    test.each([...constantsOf(`linux-${kernel}`), ...shared])("%s", (_, [, , value, what, struct, path]) => {
      const wanted =
        what === "sizeof" ? structs[struct as string]?.size : offsetOf(structs, struct as string, path as string);
      expect(wanted, `the facts do not know ${what}(struct ${struct}${path ? `, ${path}` : ""})`).toBeDefined();
      expect(Number(value)).toBe(wanted);
    });
  });
}
