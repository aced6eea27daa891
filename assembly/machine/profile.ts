// The machine's figures, as the host writes them before boot: one u32 per figure, in this order (ABI: ../README.md).
// Cycles that may be fractions come in 1/65536 cycle (FIXED). Caches: bytes (0 = absent), ways, latency, shared by.
// TLBs: entries (0 = absent), ways.

export const FIXED: u32 = 16;

const table: usize = memory.data(64 * 4, 16);

/** Where the host writes the figures. */
export function profileAddress(): usize {
  return table;
}

function figure(index: i32): u32 {
  return load<u32>(table + ((<usize>index) << 2));
}

export const enum Figure {
  lineBytes = 0,
  l1i = 1,
  l1d = 5,
  l2 = 9,
  l3 = 13,
  memoryLatency = 17,
  pageBytes = 18,
  pageMiss = 19,
  data4k = 20,
  data4m = 22,
  code4k = 24,
  code4m = 26,
  second = 28,
  secondLatency = 30,
  walk = 31,
  pse = 32,
  cyclesPerInstruction = 33,
  mispredict = 34,
  locked = 35,
  xchg = 36,
  fence = 37,
  kernelEntry = 38,
  popf = 39,
  cli = 40,
  sti = 41,
  transfer = 42,
  upgrade = 43,
  khz = 44,
  /** As transfer, from a CPU with another L2; 0: the same as transfer. */
  remoteTransfer = 45,
  /** 1: the L2 holds only what left an L1 (AMD). */
  exclusive = 46,
  /** Streams that the prefetcher follows, a power of two; 0: there is none. */
  streams = 47,
  /** Accesses in one direction before it begins to fetch, lines that it runs ahead, the longest step in lines. */
  train = 48,
  distance = 49,
  stride = 50,
  /** Cycles between two lines that it fetches: from memory, from L3. */
  memoryInterval = 51,
  l3Interval = 52,
  /** 1: a miss also fetches the other line of the pair. */
  adjacentLine = 53,
  /** Loads of a line after which L1 fetches the next one from L2; 0: it does not. */
  nextLine = 54,
  /** So many more accesses before it begins for each line that a step is longer than one. */
  trainStep = 55,
  /** Bytes that arrive at once (0: a line arrives whole), and the cycles between two such (FIXED): from L2 or L3, from memory. */
  beatBytes = 56,
  cacheBeat = 57,
  memoryBeat = 58,
}

/** One figure of the profile. */
export function profile(index: Figure): u32 {
  return figure(index);
}

/** The `member`th figure of a group, such as the ways of a cache. */
export function profileMember(index: Figure, member: i32): u32 {
  return figure(index + member);
}
