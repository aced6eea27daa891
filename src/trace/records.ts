// Trace records on their way to the core: u32 words, the address with its two low bits replaced by the kind of access.

/** A kind of access as a record holds it. */
export const LOAD = 0;
export const STORE = 1;
export const FETCH = 2;
export type Kind = typeof LOAD | typeof STORE | typeof FETCH;

/** Records per batch: short calls let the engine optimise the module while it runs. */
export const BATCH = 65_536;

/** Collects accesses, a record for each line that one touches, and hands them on in batches. */
export class Records {
  /** Accesses of the trace by kind, and records (lines touched) by kind. */
  readonly accesses: [number, number, number] = [0, 0, 0];
  readonly lines: [number, number, number] = [0, 0, 0];
  readonly #batch = new Uint32Array(BATCH);
  readonly #lineShift: number;
  readonly #flush: (batch: Uint32Array) => void;
  #count = 0;

  /**
   * @param lineBytes bytes of a cache's line, a power of two
   * @param flush takes each batch, which is its own only during the call
   */
  constructor(lineBytes: number, flush: (batch: Uint32Array) => void) {
    this.#lineShift = Math.log2(lineBytes);
    this.#flush = flush;
  }

  /** One access of `size` bytes. Of the address the low 32 bits count; what goes beyond them begins at 0 again. */
  add(address: number, size: number, kind: Kind): void {
    this.accesses[kind]++;
    this.#push((address & ~3) | kind);
    const shift = this.#lineShift;
    const offset = address & ((1 << shift) - 1);
    const more = (offset + size - 1) >>> shift;
    for (let i = 1; i <= more; i++) this.#push((address - offset + (i << shift)) | kind);
  }

  /** Records of a u32 trace, each within a line; returns how many were taken, fewer than all if one is of no kind. */
  addAll(words: Uint32Array): number {
    let done = 0;
    while (done < words.length) {
      const part = words.subarray(done, done + BATCH - this.#count);
      const { accesses, lines } = this;
      let stores = 0;
      let fetches = 0;
      let none = 0;
      for (let i = 0; i < part.length; i++) {
        const word = part[i] as number;
        stores += word & 1;
        fetches += word & 2;
        none |= word & (word << 1) & 2;
      }
      if (none !== 0) return done + part.findIndex((word) => (word & 3) === 3);
      fetches >>= 1;
      for (const count of [accesses, lines]) {
        count[LOAD] += part.length - stores - fetches;
        count[STORE] += stores;
        count[FETCH] += fetches;
      }
      this.#batch.set(part, this.#count);
      this.#count += part.length;
      done += part.length;
      if (this.#count === BATCH) this.flush();
    }
    return done;
  }

  #push(record: number): void {
    this.lines[(record & 3) as Kind]++;
    this.#batch[this.#count++] = record;
    if (this.#count === BATCH) this.flush();
  }

  flush(): void {
    if (this.#count > 0) this.#flush(this.#batch.subarray(0, this.#count));
    this.#count = 0;
  }
}
