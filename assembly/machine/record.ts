// A recording of calls and returns, from which the host draws profiles: one record of 16 bytes each,
// { row of the function that is called, 0 for a return; CPU; its clock then, u64 }.
import { layOut } from "./ram";

/** Records that fit; the host takes them out between operations. */
const RECORDS: u32 = 65_536;

let records: usize = 0;
let count: u32 = 0;

/** Lays out the room for records. */
export function layOutRecord(): void {
  records = layOut((<usize>RECORDS) << 4);
  count = 0;
}

/** Forgets all records. */
export function startRecord(): void {
  count = 0;
}

/** Adds a record; those that do not fit are counted, not kept. */
export function addRecord(row: u32, cpu: u32, clock: u64): void {
  if (count < RECORDS) {
    const at = records + ((<usize>count) << 4);
    store<u32>(at, row);
    store<u32>(at, cpu, 4);
    store<u64>(at, clock, 8);
  }
  count++;
}

/** Where the records lie. */
export function recordAddress(): usize {
  return records;
}

/** Calls and returns since the recording began; more than 65,536 means that the rest was not kept. */
export function recordCount(): u32 {
  return count;
}
