import { type CallNode, cyclesOf, type Profile, selfOf, tracksOf } from "../calls.js";

/**
 * Trace events, as ui.perfetto.dev and about:tracing read them: a process for each profile, a track for each of its
 * CPUs, a slice for each call. Times are microseconds since the begin at the machine's rate, to the nanosecond; the
 * exact cycles are in the slices' args.
 */
export function trace(profiles: readonly Profile[]): string {
  const events: object[] = [];
  profiles.forEach((profile, index) => {
    const pid = index + 1;
    const tracks = tracksOf(profile);
    const begin = Math.min(...tracks.map(({ start }) => start));
    const ns = (clock: number) => Math.round(((clock - begin) * 1000) / profile.mhz);
    events.push({ ph: "M", name: "process_name", pid, args: { name: profile.name } });
    events.push({ ph: "M", name: "process_sort_index", pid, args: { sort_index: index } });
    for (const track of tracks) {
      const at = { pid, tid: track.cpu };
      const visit = (call: CallNode) => {
        const [start, end] = [ns(call.start), ns(call.end)];
        events.push({
          ph: "X",
          cat: call === track ? "profile" : call.block ? "measured block" : "kernel",
          name: call.name,
          ...at,
          ts: start / 1000,
          dur: (end - start) / 1000,
          args: { cycles: cyclesOf(call), self_cycles: selfOf(call) },
        });
        for (const child of call.children) visit(child);
      };
      events.push({ ph: "M", name: "thread_name", ...at, args: { name: `CPU ${track.cpu}` } });
      visit(track);
    }
  });
  return `{"displayTimeUnit":"ns","traceEvents":[\n${events.map((event) => JSON.stringify(event)).join(",\n")}\n]}\n`;
}
