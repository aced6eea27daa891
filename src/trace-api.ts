// "halfopen/trace": the memory hierarchy alone, driven by an address trace. Needs Node, which is why the library itself
// has it not.
//
//   const run = await startTrace(withCaches(shippedMachines["p3-coppermine"], { l2: null }));
//   await readTrace("ls.trace.zst", run.records);   // or run.records.add(0x8049000, 4, LOAD) for each access
//   run.result().levels;                            // [{ name: "l1i", hits, misses, writebacks }, ...]
export { type Geometry, type LevelName, levelNames, type TraceMachine, withCaches } from "./trace/caches.js";
export { type TraceFormat, traceFormats } from "./trace/formats.js";
export { startTrace, type TraceResult, type TraceRun } from "./trace/hierarchy.js";
export { TraceParser } from "./trace/parser.js";
export { type ReadOptions, readTrace } from "./trace/read.js";
export { FETCH, type Kind, LOAD, Records, STORE } from "./trace/records.js";
