// A simulator of caches of its own, written from the rules alone: LRU, write-back, write-allocate, one set a list.
export interface Geometry {
  bytes: number;
  ways: number;
  line: number;
}

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

/** Runs accesses through the levels that are given; those that are missing are passed by. */
export function simulate(
  accesses: Iterable<Access>,
  {
    l1i,
    l1d,
    l2,
    l3,
  }: { l1i?: Geometry | undefined; l1d?: Geometry | undefined; l2?: Geometry | undefined; l3?: Geometry | undefined },
) {
  const third = l3 && new Level(l3, undefined);
  const second = l2 ? new Level(l2, third) : third;
  const code = l1i ? new Level(l1i, second) : second;
  const data = l1d ? new Level(l1d, second) : second;
  const size = (l1d ?? l1i ?? l2 ?? l3)?.line ?? 64;
  for (const [kind, address, bytes] of accesses) {
    for (let line = Math.floor(address / size); line <= Math.floor((address + bytes - 1) / size); line++) {
      (kind === "fetch" ? code : data)?.access(line, kind === "store");
    }
  }
  const levels: { name: string; hits: number; misses: number; writebacks: number }[] = [];
  const add = (name: string, level: Level | undefined, there: boolean) => {
    if (level && there) levels.push({ name, hits: level.hits, misses: level.misses, writebacks: level.writebacks });
  };
  add("l1i", code, l1i !== undefined);
  add("l1d", data, l1d !== undefined);
  add("l2", second, l2 !== undefined);
  add("l3", third, l3 !== undefined);
  return levels;
}
