// The stream prefetcher of one CPU's second-level cache: it sees the lines that miss L2, and those that it fetched itself
// when they are first used, page by page (4 KiB, physical), and fetches the lines ahead of a run of ascending ones. A
// fetched line is in L2 at once, but may have to be waited for.
//
// A stream, one for each page whose number falls on it, has a head; the heads of all streams come first, together:
//   ┌──────┬───────────┬─────────────┬────────────┬──────────────────────────┬───────────────────┬────────┐
//   │ page │ last line │ ahead: last │ run: lines │ whole: cycles that the   │ when the last one │ unused │
//   │      │ seen      │ one fetched │ in order   │ last one fetched took, 0:│ arrives (u64)     │        │
//   │      │           │             │            │ none was                 │                   │        │
//   └──────┴───────────┴─────────────┴────────────┴──────────────────────────┴───────────────────┴────────┘
// and, behind all heads, a word for each line of the page: when it arrives (low 32 bits; 0: it is not under way).
import { now } from "./cpu";
import { Figure, profile } from "./profile";
import { layOut } from "./ram";

const LAST: usize = 4;
const AHEAD: usize = 8; // behind LAST: both are stored at once
const RUN: usize = 12;
const WHOLE: usize = 16;
const ARRIVAL: usize = 24;
const HEAD_SHIFT: u32 = 5;
const LINES_SHIFT: u32 = 10;
const PAGE_SHIFT: u32 = 12;

let streamMask: u32 = 0;
/** The longest step of a run, in lines. */
let longest: u32 = 0;
let train: u32 = 0;
let trainStep: u32 = 0;
let distance: u32 = 0;

/** Lays the streams of one CPU out; 0 if the machine has no prefetcher. */
export function layOutStreams(): usize {
  const count = profile(Figure.streams);
  if (count == 0) return 0;
  streamMask = count - 1;
  longest = profile(Figure.stride);
  train = profile(Figure.train);
  trainStep = profile(Figure.trainStep);
  distance = profile(Figure.distance);
  const streams = layOut((<usize>count) << (HEAD_SHIFT + LINES_SHIFT));
  for (let i: u32 = 0; i < count; i++) store<u32>(streams + ((<usize>i) << HEAD_SHIFT), u32.MAX_VALUE);
  return streams;
}

/** The head of the stream that a line belongs to. */
// @inline
export function streamOf(streams: usize, line: u32): usize {
  return streams + ((<usize>((line >> PAGE_SHIFT) & streamMask)) << HEAD_SHIFT);
}

/** Where the arrivals of a line's stream lie. */
// @inline
function linesOf(streams: usize, line: u32): usize {
  const index = (line >> PAGE_SHIFT) & streamMask;
  return streams + ((<usize>(streamMask + 1)) << HEAD_SHIFT) + ((<usize>index) << LINES_SHIFT);
}

/** Cycles until the line that wasFetchedAhead() found has arrived; 0: it is there. */
export let wait: u32 = 0;

/**
 * False for most lines that the prefetcher did not bring. Which page a stream has cannot be predicted: it is asked last
 * (and the rest is out of bring(); list walk: 32.4 -> 33.4 M accesses/s).
 */
// @inline
export function mayBeAwaited(streams: usize, line: u32): bool {
  const stream = streamOf(streams, line);
  return load<u32>(stream, WHOLE) != 0 && load<u32>(stream) == line >> PAGE_SHIFT;
}

/** Whether the prefetcher brought a line that L2 holds (mayBeAwaited() said so), and this is its first use; sets wait. */
export function wasFetchedAhead(streams: usize, line: u32, lineShift: u32): bool {
  const stream = streamOf(streams, line);
  const slot = linesOf(streams, line) + ((<usize>((line & 0xfff) >> lineShift)) << 2);
  const arrival = load<u32>(slot);
  if (arrival == 0) return false;
  store<u32>(slot, 0);
  // The low words alone would say that a line which came 2^31 cycles ago is still to come.
  const left = now() < load<u64>(stream, ARRIVAL) ? <i32>(arrival - <u32>now()) : 0;
  wait = left > 0 ? min(left, load<u32>(stream, WHOLE)) : 0;
  return true;
}

/** A line missed L2, or was fetched ahead and is used. True: the lines with the numbers firstAhead to lastAhead of its page are to be fetched now. */
export function observe(streams: usize, line: u32, lineShift: u32): bool {
  const stream = streamOf(streams, line);
  const page = line >> PAGE_SHIFT;
  const number = (line & 0xfff) >> lineShift;
  if (load<u32>(stream) != page) {
    if (load<u32>(stream, WHOLE) != 0) {
      store<u32>(stream, 0, WHOLE);
      store<u64>(stream, 0, ARRIVAL);
      memory.fill(linesOf(streams, line), 0, 1 << LINES_SHIFT);
    }
    store<u32>(stream, page);
    begin(stream, number);
    return false;
  }
  const step = <i32>(number - load<u32>(stream, LAST));
  if (step == 0) return false;
  if (<u32>(step - 1) >= longest) {
    begin(stream, number);
    return false;
  }
  store<u32>(stream, number, LAST);
  const run = load<u32>(stream, RUN) + 1;
  store<u32>(stream, run, RUN);
  if (run < train + (<u32>step - 1) * trainStep) return false;
  firstAhead = max(load<u32>(stream, AHEAD), number) + 1;
  lastAhead = min(number + distance, (1 << (PAGE_SHIFT - lineShift)) - 1);
  return lastAhead >= firstAhead;
}

export let firstAhead: u32 = 1;
export let lastAhead: u32 = 0;

/** A run begins with this line. */
// @inline
function begin(stream: usize, number: u32): void {
  store<u64>(stream, ((<u64>number) << 32) | number, LAST);
  store<u32>(stream, 1, RUN);
}

/** The prefetcher fetched everything up to this line of the page. */
export function fetchedUpTo(streams: usize, line: u32, number: u32): void {
  store<u32>(streamOf(streams, line), number, AHEAD);
}

/** A line comes, `latency` from now or `interval` after the one before it. */
export function expect(streams: usize, line: u32, lineShift: u32, latency: u32, interval: u32): void {
  const stream = streamOf(streams, line);
  store<u32>(stream, max(1, latency), WHOLE);
  const arrival = max(now() + latency, load<u64>(stream, ARRIVAL) + interval);
  store<u64>(stream, arrival, ARRIVAL);
  store<u32>(linesOf(streams, line) + ((<usize>((line & 0xfff) >> lineShift)) << 2), max(1, <u32>arrival));
}
