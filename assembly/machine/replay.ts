// Drives the memory hierarchy alone with an address trace: no code is executed, no data is read.
//
// A record is a little-endian u32: the address with its two low bits replaced by 0 load, 1 store, 2 fetch.
import { restartStamps, stamp } from "./cache";
import { countHits, cpu, fetchCode, lineBytes, readable, writable } from "./cpu";
import { FILTER_ENTRIES, FILTER_LINE_STAMP, FILTER_PAGE_STAMP, MAY_WRITE } from "./cpu_state";

/** Replays `count` records at `at`. */
export function replay(at: usize, count: u32): void {
  const end = at + ((<usize>count) << 2);
  for (at = replayHits(at, end); at < end; at = replayHits(at + 4, end)) {
    const record = load<u32>(at);
    const address = record & ~3;
    if ((record & 3) == 0) readable(address);
    else if ((record & 3) == 1) writable(address);
    else fetchCode(address);
  }
}

/**
 * Replays data accesses for as long as they hit the filter; returns the first record that does not.
 * Without a call in it the loop keeps its state in registers, and loads and stores take one path, because which comes
 * next cannot be predicted: all L1 hits 290 -> 600 M accesses/s, gzip's data 97 -> 116 (npm run bench, "hierarchy").
 */
function replayHits(at: usize, end: usize): usize {
  const filter = cpu.dataFilter;
  const lineShift = ctz(lineBytes());
  const lineMask = ~(lineBytes() - 1);
  const first = at;
  let now = stamp;
  let stores: u32 = 0;
  for (; at < end; at += 4) {
    const record = load<u32>(at);
    const entry = filter + ((<usize>((record >> lineShift) & (FILTER_ENTRIES - 1))) << 4);
    const key = load<u32>(entry);
    // A store needs the right to write; a fetch (2) never hits here.
    if (((key ^ record) & lineMask) | (record & ~key & MAY_WRITE) | (record & 2)) break;
    now++;
    store<u32>(load<u32>(entry, FILTER_LINE_STAMP), now);
    store<u32>(load<u32>(entry, FILTER_PAGE_STAMP), now);
    stores += record & 1;
  }
  restartStamps(now);
  countHits(<u32>((at - first) >> 2) - stores, stores);
  return at;
}
