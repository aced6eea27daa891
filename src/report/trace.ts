import type { TraceMachine } from "../trace/caches.js";
import type { TraceResult } from "../trace/hierarchy.js";
import type { Paper } from "./paper.js";
import { clip, count, duration, plural, share, size } from "./text.js";

/** Accesses, and what became of them level by level. */
export function traceReport(
  paper: Paper,
  { machine }: TraceMachine,
  result: TraceResult & { seconds: number; accesses_per_second: number },
  { file, format, tlb }: { file: string; format: string; tlb: boolean },
): string {
  const { fetch, load, store } = result.accesses;
  const all = fetch + load + store;
  const name = file === "-" ? "standard input" : file;
  const title = `${paper.title(`${plural(all, "access", "accesses")} of ${clip(name, paper.columns - 60)}`)} ${paper.faint(`(${format}) on the caches of ${machine.name}`)}`;
  const rows = result.levels.map(({ name, hits, misses, writebacks }) => {
    const { bytes, ways, line } = machine.caches[name] as { bytes: number; ways: number; line: number };
    return [
      paper.strong(name),
      `${size(bytes)}, ${count(ways)} way${ways > 1 ? "s" : ""}, ${line}`,
      count(hits),
      count(misses),
      share(misses, hits + misses),
      count(writebacks),
    ];
  });
  if (tlb) {
    const { hits, misses } = result.tlb;
    rows.push([paper.strong("tlb"), "", count(hits), count(misses), share(misses, hits + misses), ""]);
  }
  const table = paper.table(
    [
      { head: "" },
      { head: "size, ways, line" },
      { head: "hits", align: "right" },
      { head: "misses", align: "right" },
      { head: "of its accesses", align: "right" },
      { head: "written back", align: "right" },
    ],
    rows,
  );
  const kinds = [plural(load, "load"), plural(store, "store"), plural(fetch, "fetch", "fetches")].join(", ");
  const cycles = `${count(result.cycles)} cycles, ${duration(result.cycles, machine.mhz)} of the machine's time`;
  const speed = `${count(result.seconds, 1)} s here, ${count(result.accesses_per_second / 1e6, 1)} million accesses a second`;
  return `${title}\n  ${kinds}\n\n${table}\n\n${paper.strong(cycles)}\n${paper.faint(speed)}\n`;
}
