import { type CallNode, cyclesOf, type Profile, tracksOf } from "../calls.js";

/**
 * speedscope's own format: one evented profile for each profile, or for each CPU of it. Its values are cycles since the
 * begin; speedscope has no name for that unit. https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts
 */
export function speedscope(profiles: readonly Profile[]): string {
  const frames: { name: string; file?: string }[] = [];
  const indices = new Map<string, number>();
  const frameOf = ({ name, block }: CallNode): number => {
    const key = `${name}${block ? " block" : ""}`;
    const index = indices.get(key) ?? frames.push(block ? { name, file: "measured block" } : { name }) - 1;
    indices.set(key, index);
    return index;
  };
  const evented = profiles.flatMap(tracksOf).map((root) => {
    const events: { type: "O" | "C"; frame: number; at: number }[] = [];
    const visit = (call: CallNode) => {
      const frame = frameOf(call);
      events.push({ type: "O", frame, at: call.start - root.start });
      for (const child of call.children) visit(child);
      events.push({ type: "C", frame, at: call.end - root.start });
    };
    visit(root);
    return { type: "evented", name: root.name, unit: "none", startValue: 0, endValue: cyclesOf(root), events };
  });
  const file = {
    $schema: "https://www.speedscope.app/file-format-schema.json",
    exporter: "halfopen",
    name: profiles.length === 1 ? profiles[0]?.name : "halfopen",
    activeProfileIndex: 0,
    shared: { frames },
    profiles: evented,
  };
  return `${JSON.stringify(file)}\n`;
}
