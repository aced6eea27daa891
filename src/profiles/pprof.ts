import { gzipSync } from "node:zlib";
import {
  Line,
  Location,
  Function as PprofFunction,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from "pprof-format";
import { type CallNode, type Profile, stacksOf, tracksOf } from "../calls.js";

/** Place of the operating system in a gzip header (RFC 1952), and the value for "unknown". */
const GZIP_OS = 9;
const UNKNOWN_OS = 255;

/**
 * pprof's profile.proto, gzipped: a sample for each stack with its cycles and its nanoseconds, the latter rounded so
 * that they sum to the whole time; the outermost frame is the profile's name.
 */
export function pprof(profiles: readonly Profile[]): Uint8Array {
  const strings = new StringTable();
  const valueType = (type: string, unit: string) =>
    new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) });
  const cyclesType = valueType("cycles", "count");
  const timeType = valueType("time", "nanoseconds");
  const functions: PprofFunction[] = [];
  const ids = new Map<string, number>();
  // One location per function: both have the same id.
  const idOf = ({ name, block }: CallNode): number => {
    const filename = block ? "measured block" : "";
    const key = `${name} ${filename}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = functions.length + 1;
    ids.set(key, id);
    const nameIndex = strings.dedup(name);
    functions.push(
      new PprofFunction({ id, name: nameIndex, systemName: nameIndex, filename: strings.dedup(filename) }),
    );
    return id;
  };
  let time = 0;
  const sample = profiles.flatMap((profile) => {
    let cyclesBefore = 0;
    const timeBefore = time;
    return stacksOf([profile]).map(({ frames, cycles }) => {
      cyclesBefore += cycles;
      const timeNow = timeBefore + Math.round((cyclesBefore * 1000) / profile.mhz);
      const value = [cycles, timeNow - time];
      time = timeNow;
      return new Sample({ locationId: frames.map(idOf).reverse(), value });
    });
  });
  const file = new PprofProfile({
    sampleType: [cyclesType, timeType],
    sample,
    location: functions.map(({ id }) => new Location({ id, line: [new Line({ functionId: id })] })),
    function: functions,
    stringTable: strings,
    durationNanos: time,
    periodType: cyclesType,
    period: 1,
    defaultSampleType: strings.dedup("cycles"),
    comment: profiles.flatMap(tracksOf).map(({ name }) => strings.dedup(name)),
  });
  const zipped = gzipSync(file.encode());
  zipped[GZIP_OS] = UNKNOWN_OS; // the same bytes on every system
  return zipped;
}
