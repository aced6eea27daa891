// What facts/cachegrind.json says, as rows of a table: each count by Cachegrind and by `halfopen trace`, and how much of
// the difference each rule explains.
import { rules } from "./model.mjs";

export const head = [
  "program",
  "I1, D1; LL",
  "count",
  "cachegrind",
  "halfopen",
  "difference",
  ...Object.keys(rules),
  "rest",
];

const number = (value) => value.toLocaleString("en");
const signed = (value) => (value === 0 ? "0" : `${value < 0 ? "−" : "+"}${number(Math.abs(value))}`);
const short = ({ bytes, ways, line }) =>
  `${bytes >= 2 ** 20 ? `${bytes / 2 ** 20}M` : `${bytes / 1024}K`},${ways},${line}`;

/**
 * Rows of texts under `head`, one for each count of each run.
 * @param facts facts/cachegrind.json: { valgrind, runs: [{ program, geometry, records, counts, cachegrind }] }
 */
export function rows({ runs }) {
  return runs.flatMap(({ program, geometry: { d1, ll }, counts }) =>
    Object.entries(counts).map(([count, { cachegrind, halfopen, explained, rest }]) => [
      program,
      `${short(d1)}; ${short(ll)}`,
      count,
      number(cachegrind),
      number(halfopen),
      signed(halfopen - cachegrind),
      ...Object.keys(rules).map((rule) => signed(explained[rule])),
      signed(rest),
    ]),
  );
}
