// The audit finds what it is there for: a word of the kernel's memory is changed behind its back, and put back.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type Core,
  defaultMachine,
  kernels,
  loadCore,
  type Machine,
  profileWords,
  shippedMachines,
} from "../../src/index.ts";

const View = { socket: 0, audit: 7 };
const SERVER = 0x0a090909;
const [SYN, ACK] = [0x02, 0x10];

interface Layout {
  structs: Record<string, { fields: Record<string, { offset: number }> }>;
}
const layouts = JSON.parse(readFileSync(new URL("../../facts/layouts.json", import.meta.url), "utf8")) as Record<
  string,
  Layout
>;
const trees: Record<string, string> = { "2.6.20": "v2.6.20", "3.6": "v3.6.5", "4.3": "v4.3", "4.14": "v4.14" };

async function boot(kernel: string): Promise<Core> {
  const generation = kernels.findIndex(({ name }) => name === kernel);
  const core = await loadCore();
  const words = profileWords(shippedMachines[defaultMachine] as Machine, true);
  new Uint32Array(core.memory.buffer, core.profileAddress(), words.length).set(words);
  core.boot(generation, 1, 1);
  return core;
}

describe.each(Object.keys(trees))("%s", (kernel) => {
  const offset = (struct: string, field: string): number => {
    const found = layouts[trees[kernel] ?? ""]?.structs[struct]?.fields[field];
    if (!found) throw new Error(`${struct} has no ${field}`);
    return found.offset;
  };

  test("a counter that differs from its list, an owner left behind, a broken chain", async () => {
    const core = await boot(kernel);
    const faults = () => core.describe(View.audit, 0);
    const fd = core.socket(2, 1, 0);
    core.bind(fd, 2, 0, 80);
    core.listen(fd, 16);
    for (const client of [1, 2, 3]) core.segment(client, 1024, SERVER, 80, 1000, 0, SYN, 0, 1);
    core.segment(3, 1024, SERVER, 80, 1001, core.answer(2) + 1, ACK, 0, 1);
    expect(faults()).toBe(0);

    core.describe(View.socket, fd);
    const words = new Uint32Array(core.memory.buffer, core.view.value, 16);
    const [table = 0, sk = 0] = [words[12], words[15]];
    const memory = () => new DataView(core.memory.buffer);
    const queue = sk + offset("inet_connection_sock", "icsk_accept_queue");
    const counters: Record<string, () => [string, number][]> = {
      "4.3": () => ["qlen_inc", "young_inc"].map((name) => [name, table + offset("listen_sock", name)]),
      "4.14": () => ["qlen", "young"].map((name) => [name, queue + offset("request_sock_queue", name)]),
    };
    const older = () =>
      ["qlen", "qlen_young"].map((name): [string, number] => [name, table + offset("listen_sock", name)]);
    const owner = kernel === "2.6.20" ? "owner" : "owned";
    const bytes: [string, number][] = [
      ...(counters[kernel]?.() ?? older()),
      ["sk_ack_backlog", sk + offset("sock", "sk_ack_backlog")],
      ["sk_lock.owner", sk + offset("sock", "sk_lock") + offset("socket_lock_t", owner)],
      ["sk_state", sk + offset("sock_common", "skc_state")],
      ["pprev of sk_node", sk + offset("sock_common", "skc_node") + 4],
      ["pprev of sk_bind_node", sk + offset("sock_common", "skc_bind_node") + 4],
    ];
    for (const [what, address] of bytes) {
      const at = core.linear(address);
      const was = memory().getUint8(at);
      memory().setUint8(at, was ^ 4);
      expect([what, faults() > 0]).toEqual([what, true]);
      memory().setUint8(at, was);
      expect([what, faults()]).toEqual([what, 0]);
    }
  });
});
