// Drives the memory hierarchy alone with an address trace: no code is executed, no data is read.
//
// A record is a little-endian u32: the address with its two low bits replaced by 0 load, 1 store, 2 fetch.
import { fetchCode, readable, writable } from "./cpu";

/** Replays `count` records at `at`. */
export function replay(at: usize, count: u32): void {
  const end = at + ((<usize>count) << 2);
  for (; at < end; at += 4) {
    const record = load<u32>(at);
    const address = record & ~3;
    switch (record & 3) {
      case 0: {
        readable(address);
        break;
      }
      case 1: {
        writable(address);
        break;
      }
      default:
        fetchCode(address);
    }
  }
}
