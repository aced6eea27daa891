// Rows of a kernel's system_map.ts: what the machine must know of a piece of code to charge its execution.
// transform.mjs turns the calls below into addresses of rows in one static table:
//
//    0        4       8             12           16            20       24
//   ┌────────┬───────┬─────────────┬────────────┬─────────────┬────────┬──────┐
//   │ address│ bytes │ instructions│ stack loads│ stack stores│ account│ kind │
//   ├────────┼───────┼─────────────┼────────────┼─────────────┼────────┴──────┘
//   │ loads  │ stores│ locked      │ lines read │ lines written, footprint      blocks only
//   ├────────┴───────┴─────────────┴────────────┴──────────────────────────────┐
//   │ 64: name, zero-terminated                                                │
//   └──────────────────────────────────────────────────────────────────────────┘

/** The address of a row. */
export type Text = usize;

export const ROW_ADDRESS: usize = 0;
export const ROW_BYTES: usize = 4;
export const ROW_INSTRUCTIONS: usize = 8;
export const ROW_STACK_LOADS: usize = 12;
export const ROW_STACK_STORES: usize = 16;
export const ROW_ACCOUNT: usize = 20;
export const ROW_KIND: usize = 24;
export const ROW_LOADS: usize = 28;
export const ROW_STORES: usize = 32;
export const ROW_LOCKED: usize = 36;
export const ROW_LINES_READ: usize = 40;
export const ROW_LINES_WRITTEN: usize = 44;
export const ROW_FOOTPRINT: usize = 48;
export const ROW_NAME: usize = 64;
export const ROW_SIZE: usize = 128;

export const KIND_TEXT: u32 = 0;
export const KIND_PART: u32 = 1;
export const KIND_BLOCK: u32 = 2;

/** Lines of a block's private footprint have this many bytes, whatever the machine's line (the facts count so). */
export const FOOTPRINT_LINE: u32 = 64;

/**
 * A function: code address, code bytes, instructions on its main path, and its stack traffic there.
 * The figures leave out what it calls.
 */
export declare function text(address: u32, bytes: u32, instructions: u32, stackLoads: u32, stackStores: u32): Text;

/** A part of a function that runs more or less than once, such as the turn of a loop; `offset` is from its start. */
export declare function part(
  owner: Text,
  offset: u32,
  bytes: u32,
  instructions: u32,
  stackLoads: u32,
  stackStores: u32,
): Text;

/**
 * A measured block: code that the path runs but that is not emulated, with all that it calls. Its loads and stores
 * go to a private footprint of `linesRead` lines, of which the first `linesWritten` are written. Lines that the path
 * touches anyway (the packet, the request, the socket) are not in it: loads and stores beyond the footprint hit.
 */
export declare function block(
  address: u32,
  bytes: u32,
  instructions: u32,
  loads: u32,
  stores: u32,
  stackLoads: u32,
  stackStores: u32,
  locked: u32,
  linesRead: u32,
  linesWritten: u32,
): Text;
