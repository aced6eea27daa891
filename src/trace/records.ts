// Trace records on their way to the core: u32 words, the address with its two low bits replaced by the kind of access.

/** A kind of access as a record holds it. */
export const LOAD = 0;
export const STORE = 1;
export const FETCH = 2;

/** Records per batch: short calls let the engine optimise the module while it runs. */
export const BATCH = 65_536;

/** Collects accesses, a record for each line that one touches, and hands them on in batches. */
export class Records {
  /** Accesses of the trace by kind, and records (lines touched) by kind. */
  readonly accesses: [number, number, number] = [0, 0, 0];
  readonly lines: [number, number, number] = [0, 0, 0];
  readonly #batch = new Uint32Array(BATCH);
  readonly #lineBytes: number;
  readonly #flush: (batch: Uint32Array) => void;
  #count = 0;

  constructor(lineBytes: number, flush: (batch: Uint32Array) => void) {
    this.#lineBytes = lineBytes;
    this.#flush = flush;
  }

  /** One access of `size` bytes. */
  add(address: number, size: number, kind: 0 | 1 | 2): void {
    this.accesses[kind]++;
    const line = this.#lineBytes;
    // Records hold words: addresses are cut to 32 bits and to multiples of four.
    const last = address + (size > 1 ? size - 1 : 0);
    this.#push(address, kind);
    for (let next = address - (address % line) + line; next <= last; next += line) this.#push(next, kind);
  }

  /** Whole records of a u32 trace, each within a line. */
  addAll(words: Uint32Array): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as number;
      const kind = (word & 3) as 0 | 1 | 2;
      this.accesses[kind]++;
      this.lines[kind]++;
      this.#batch[this.#count++] = word;
      if (this.#count === BATCH) this.flush();
    }
  }

  #push(address: number, kind: 0 | 1 | 2): void {
    this.lines[kind]++;
    this.#batch[this.#count++] = ((address & ~3) | kind) >>> 0;
    if (this.#count === BATCH) this.flush();
  }

  flush(): void {
    if (this.#count > 0) this.#flush(this.#batch.subarray(0, this.#count));
    this.#count = 0;
  }
}
