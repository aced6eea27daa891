// Which caches a trace runs through: those of a machine, others in their place, or none.
import { InputError } from "../input-error.js";
import type { Machine } from "../machine.js";

export const levelNames = ["l1i", "l1d", "l2", "l3"] as const;
export type LevelName = (typeof levelNames)[number];

export interface Geometry {
  /** Bytes of the whole cache, at most 1 GB; with `ways` and `line` it makes a power of two of sets. */
  bytes: number;
  /** Lines of a set, 1 to 1024. */
  ways: number;
  /** Bytes of a line, 16 to 128; the same for all caches. */
  line: number;
}

/** A machine for traces: which of its caches are there. */
export interface TraceMachine {
  machine: Machine;
  without: ReadonlySet<LevelName>;
}

/**
 * The machine with other caches.
 * @param caches what replaces the machine's; null: that level is missing
 * @param place how a message names what was given for a level; by default as `l1d 32768,8,64`
 * @throws InputError for a geometry that cannot be, or caches of different line sizes
 */
export function withCaches(
  machine: Machine,
  caches: { readonly [level in LevelName]?: Geometry | null },
  place: (level: LevelName) => string = (level) => named(level, caches[level] ?? machine.caches[level]),
): TraceMachine {
  const all = { ...machine.caches };
  const without = new Set<LevelName>();
  for (const level of levelNames) {
    const geometry = caches[level];
    if (geometry === undefined) continue;
    if (geometry === null) {
      without.add(level);
      continue;
    }
    check(geometry, place(level));
    const { bytes, ways, line } = geometry;
    const latency = all[level]?.latency ?? Math.round((all.l2.latency + machine.memory.latency) / 2);
    if (level === "l2" || level === "l3") all[level] = { bytes, ways, line, latency, sharedBy: 1 };
    else all[level] = { bytes, ways, line, latency };
  }
  const there = levelNames.filter((level) => all[level] && !without.has(level));
  const given = there.find((level) => caches[level]) ?? there[0];
  const line = given ? all[given]?.line : undefined;
  const other = there.find((level) => all[level]?.line !== line);
  if (line !== undefined && given && other) {
    throw new InputError(
      `${place(given)}: lines of ${line} bytes, but ${other} has lines of ${all[other]?.line}; give all caches one line size (${place(other).split(" ")[0]} BYTES,WAYS,${line}, or none)`,
    );
  }
  // Caches that are missing have no say in the line size.
  if (line !== undefined) {
    for (const level of without) {
      const cache = all[level];
      if (cache) all[level] = { ...cache, bytes: line, ways: 1, line } as typeof cache & { sharedBy: number };
    }
  }
  return { machine: { ...machine, caches: all }, without };
}

function named(level: LevelName, geometry: Geometry | undefined): string {
  return geometry ? `${level} ${geometry.bytes},${geometry.ways},${geometry.line}` : level;
}

const isPowerOfTwo = (n: number) => Number.isInteger(Math.log2(n));

function check({ bytes, ways, line }: Geometry, place: string): void {
  if (!isPowerOfTwo(line) || line < 16 || line > 128)
    throw new InputError(`${place}: lines of ${line} bytes; give 16, 32, 64 or 128`);
  if (!Number.isInteger(ways) || ways < 1 || ways > 1024)
    throw new InputError(`${place}: ${ways} ways; give 1 to 1024`);
  if (bytes > 2 ** 30 || !isPowerOfTwo(bytes / ways / line) || bytes < ways * line)
    throw new InputError(
      `${place}: ${bytes} bytes / ${ways} way${ways > 1 ? "s" : ""} / ${line} is no power of two of sets; change bytes or ways (at most 1 GB)`,
    );
}
