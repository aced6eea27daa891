import { type CallNode, cyclesOf, type Profile, selfOf, tracksOf } from "../calls.js";

/** What one function had, and what it called. */
interface Sums {
  call: CallNode;
  self: number;
  callees: Map<string, { call: CallNode; count: number; cycles: number }>;
}

/**
 * Callgrind's format 1, as KCachegrind and callgrind_annotate read it. Each profile is a source file, whose outermost
 * function bears its name; measured blocks are an object of their own. The one event is cycles: only they are known
 * for each call. https://valgrind.org/docs/manual/cl-format.html
 */
export function callgrind(profiles: readonly Profile[]): string {
  const tracks = profiles.flatMap((profile) => tracksOf(profile).map((root) => ({ file: profile.name, root })));
  const total = tracks.reduce((sum, { root }) => sum + cyclesOf(root), 0);
  const lines = ["# callgrind format", "version: 1", "creator: halfopen", "cmd: halfopen"];
  lines.push("positions: line", "event: Cy : Cycles", "events: Cy", `summary: ${total}`);
  for (const { file, root } of tracks) {
    for (const { call, self, callees } of functionsOf(root)) {
      lines.push("", `ob=${objectOf(call)}`, `fl=${file}`, `fn=${call.name}`, `0 ${self}`);
      for (const { call: callee, count, cycles } of callees.values()) {
        lines.push(`cob=${objectOf(callee)}`, `cfi=${file}`, `cfn=${callee.name}`, `calls=${count} 0`, `0 ${cycles}`);
      }
    }
  }
  return `${lines.join("\n")}\n\ntotals: ${total}\n`;
}

const objectOf = ({ block }: CallNode) => (block ? "measured blocks" : "emulated");
const keyOf = (call: CallNode) => `${objectOf(call)} ${call.name}`;

function functionsOf(root: CallNode): Iterable<Sums> {
  const functions = new Map<string, Sums>();
  const visit = (call: CallNode) => {
    const found = functions.get(keyOf(call)) ?? { call, self: 0, callees: new Map() };
    functions.set(keyOf(call), found);
    found.self += selfOf(call);
    for (const child of call.children) {
      const edge = found.callees.get(keyOf(child)) ?? { call: child, count: 0, cycles: 0 };
      found.callees.set(keyOf(child), edge);
      edge.count++;
      edge.cycles += cyclesOf(child);
      visit(child);
    }
  };
  visit(root);
  return functions.values();
}
