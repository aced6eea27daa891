// A simulator of caches of its own, written from the rules alone: LRU, write-back, write-allocate, one set a list.
export interface Geometry {
  bytes: number;
  ways: number;
  line: number;
}

export const levelNames = ["l1i", "l1d", "l2", "l3"] as const;
export type Geometries = { readonly [level in (typeof levelNames)[number]]?: Geometry | undefined };

class Level {
  hits = 0;
  misses = 0;
  writebacks = 0;
  readonly #sets = new Map<number, { tag: number; dirty: boolean }[]>();

  constructor(
    readonly geometry: Geometry,
    readonly next: Level | undefined,
  ) {}

  #set(line: number): { tag: number; dirty: boolean }[] {
    const { bytes, ways, line: size } = this.geometry;
    const index = line % (bytes / (ways * size));
    let set = this.#sets.get(index);
    if (!set) {
      set = [];
      this.#sets.set(index, set);
    }
    return set;
  }

  /** A processor's access, or a miss of the level above. */
  access(line: number, write: boolean): void {
    const set = this.#set(line);
    const at = set.findIndex(({ tag }) => tag === line);
    if (at >= 0) {
      this.hits++;
      const [way] = set.splice(at, 1) as [{ tag: number; dirty: boolean }];
      set.push({ tag: line, dirty: way.dirty || write });
      return;
    }
    this.misses++;
    this.next?.access(line, false);
    this.#allocate(line, write);
  }

  #allocate(line: number, dirty: boolean): void {
    const set = this.#set(line);
    if (set.length === this.geometry.ways) {
      const gone = set.shift();
      if (gone?.dirty) {
        this.writebacks++;
        this.next?.take(gone.tag);
      }
    }
    set.push({ tag: line, dirty });
  }

  /** A modified line from above. */
  take(line: number): void {
    const set = this.#set(line);
    const at = set.findIndex(({ tag }) => tag === line);
    if (at >= 0) {
      set.splice(at, 1);
      set.push({ tag: line, dirty: true });
    } else this.#allocate(line, true);
  }
}

export type Access = [kind: "load" | "store" | "fetch", address: number, size: number];

/** Takes one access after the other; levels that are not given are passed by. */
export class Simulator {
  readonly #code: Level | undefined;
  readonly #data: Level | undefined;
  readonly #line: number;
  readonly #levels: [name: string, level: Level][] = [];

  constructor({ l1i, l1d, l2, l3 }: Geometries) {
    const third = l3 && new Level(l3, undefined);
    const second = l2 ? new Level(l2, third) : third;
    this.#code = l1i ? new Level(l1i, second) : second;
    this.#data = l1d ? new Level(l1d, second) : second;
    this.#line = (l1d ?? l1i ?? l2 ?? l3)?.line ?? 64;
    if (l1i && this.#code) this.#levels.push(["l1i", this.#code]);
    if (l1d && this.#data) this.#levels.push(["l1d", this.#data]);
    if (l2 && second) this.#levels.push(["l2", second]);
    if (third) this.#levels.push(["l3", third]);
  }

  /** Addresses are those of 32 bits: behind the last line comes the first. */
  access([kind, address, bytes]: Access): void {
    const low = Number(BigInt(address) & 0xffffffffn);
    for (let line = Math.floor(low / this.#line); line <= Math.floor((low + bytes - 1) / this.#line); line++) {
      (kind === "fetch" ? this.#code : this.#data)?.access(line % (2 ** 32 / this.#line), kind === "store");
    }
  }

  levels(): { name: string; hits: number; misses: number; writebacks: number }[] {
    return this.#levels.map(([name, { hits, misses, writebacks }]) => ({ name, hits, misses, writebacks }));
  }
}

/** Runs accesses through the levels that are given. */
export function simulate(accesses: Iterable<Access>, geometries: Geometries) {
  const simulator = new Simulator(geometries);
  for (const access of accesses) simulator.access(access);
  return simulator.levels();
}
