import { kernels } from "./kernels.js";
import linux12 from "./layouts/1.2.json" with { type: "json" };
import linux2620 from "./layouts/2.6.20.json" with { type: "json" };
import linux36 from "./layouts/3.6.json" with { type: "json" };
import linux43 from "./layouts/4.3.json" with { type: "json" };
import linux414 from "./layouts/4.14.json" with { type: "json" };

/** A field of a struct of the kernel, as the compiler laid it out. */
export interface Field {
  offset: number;
  size: number;
  name: string;
  type: string;
  /** The cache line, of 64 bytes, that it begins in. */
  line: number;
}

/** A struct, laid out for 64-byte lines. */
export interface Layout {
  kernel: string;
  struct: string;
  size: number;
  /** Cache lines that it covers when it begins on one. */
  lines: number;
  fields: Field[];
  /** Names of the fields that emulated code names. */
  used: ReadonlySet<string>;
}

type File = Record<string, { size: number; fields: (Omit<Field, "line"> & { used?: true })[] }>;

const files: Record<string, File> = {
  "1.2": linux12 as File,
  "2.6.20": linux2620 as File,
  "3.6": linux36 as File,
  "4.3": linux43 as File,
  "4.14": linux414 as File,
};

/** Bytes of a cache line in the configuration that the structs were compiled for. */
export const LAYOUT_LINE = 64;

/** The structs of a kernel that the emulated path uses. */
export function layouts(kernel: string): Layout[] {
  return Object.entries(files[kernel] ?? {}).map(([struct, { size, fields }]) => ({
    kernel,
    struct,
    size,
    lines: Math.ceil(size / LAYOUT_LINE),
    fields: fields.map(({ offset, size, name, type }) => ({
      offset,
      size,
      name,
      type,
      line: Math.floor(offset / LAYOUT_LINE),
    })),
    used: new Set(fields.flatMap(({ name, used }) => (used ? [name] : []))),
  }));
}

/** Kernels whose structs are known. */
export const kernelsWithLayouts = kernels.map(({ name }) => name).filter((name) => name in files);
