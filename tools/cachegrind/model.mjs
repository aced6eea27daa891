// A plain model of a first level and a last level of cache, from the Cachegrind manual ("Cache Simulation Specifics"):
// LRU, write-allocate, a block fetched into both levels. Three rules can be the manual's or those of `halfopen trace`.

/** The rules of `halfopen trace`, and what Cachegrind documents instead; in the order in which they are exchanged. */
export const rules = {
  modify: "an instruction that modifies memory is one read, not a read and a write",
  straddle: "a reference that straddles lines is one reference, and one miss if any line misses",
  writeBack: "lines are not written back, so that they do not go through LL once more",
};

/** One cache: per set its lines, the last used one first. */
class Cache {
  constructor({ bytes, ways, line }) {
    this.ways = ways;
    this.sets = bytes / ways / line;
    this.lines = new Float64Array(this.sets * ways).fill(-1);
    this.dirty = new Uint8Array(this.sets * ways);
  }

  /** Makes a line the last used one of its set. Returns whether it was there; `gone` is the modified line that left. */
  use(line, write) {
    const { lines, dirty, ways } = this;
    const first = (line % this.sets) * ways;
    this.gone = -1;
    if (lines[first] === line) {
      if (write) dirty[first] = 1;
      return true;
    }
    let at = first + 1;
    while (at < first + ways && lines[at] !== line) at++;
    const hit = at < first + ways;
    if (!hit && dirty[--at]) this.gone = lines[at];
    const modified = (hit && dirty[at]) || write ? 1 : 0;
    lines.copyWithin(first + 1, first, at);
    dirty.copyWithin(first + 1, first, at);
    lines[first] = line;
    dirty[first] = modified;
    return hit;
  }
}

export class Model {
  /** @param theirs names of the rules that are Cachegrind's; the others are those of `halfopen trace` */
  constructor({ i1, d1, ll }, theirs) {
    this.line = d1.line;
    this.i1 = new Cache(i1);
    this.d1 = new Cache(d1);
    this.ll = new Cache(ll);
    this.modifyOnce = theirs.includes("modify");
    this.whole = theirs.includes("straddle");
    this.writesBack = !theirs.includes("writeBack");
    /** References, first-level misses and last-level misses of fetches (I), reads (L) and writes (S). */
    this.counts = { I: [0, 0, 0], L: [0, 0, 0], S: [0, 0, 0] };
    /** Modified lines that left the first level. */
    this.written = 0;
  }

  /** A record of lackey: I, L, S or M. */
  access(kind, address, size) {
    if (kind !== "M") this.reference(kind, address, size);
    else {
      this.reference("L", address, size);
      if (!this.modifyOnce) this.reference("S", address, size);
    }
  }

  reference(kind, address, size) {
    const first = Math.floor(address / this.line);
    const last = Math.floor((address + size - 1) / this.line);
    if (this.whole) this.lookUp(kind, first, last);
    else for (let line = first; line <= last; line++) this.lookUp(kind, line, line);
  }

  /** Lines that are one reference: LL is asked for all of them if L1 has not got one. */
  lookUp(kind, first, last) {
    const counts = this.counts[kind];
    const l1 = kind === "I" ? this.i1 : this.d1;
    counts[0]++;
    let missed = false;
    const left = [];
    for (let line = first; line <= last; line++) {
      if (l1.use(line, kind === "S")) continue;
      missed = true;
      if (l1.gone >= 0) left.push(l1.gone);
    }
    if (!missed) return;
    counts[1]++;
    this.written += left.length;
    let missedAll = false;
    for (let line = first; line <= last; line++) if (!this.ll.use(line, false)) missedAll = true;
    if (missedAll) counts[2]++;
    if (this.writesBack) for (const line of left) this.ll.use(line, true);
  }

  /** The counts that both tools have. */
  totals() {
    const { I, L, S } = this.counts;
    return totals(I, L, S);
  }
}

/** Totals of counts of fetches, reads and writes, each [references, first-level misses, last-level misses]. */
export function totals(I, L, S) {
  return {
    "I refs": I[0],
    "I1 misses": I[1],
    "D refs": L[0] + S[0],
    "D1 misses": L[1] + S[1],
    "LL refs": I[1] + L[1] + S[1],
    "LL misses": I[2] + L[2] + S[2],
  };
}
