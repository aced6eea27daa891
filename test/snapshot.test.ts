// Emulator.save() and load(): the copy goes on as the original does, to the cycle and to the byte.
import { describe, expect, test } from "vitest";
import { Emulator, kernels } from "../src/index.ts";

const SERVER = "10.9.9.9:80";

/** Half-open requests, connections, sockets of both families, two CPUs, time on its way. */
async function busy(kernel: string): Promise<{ linux: Emulator; fd: number }> {
  const linux = await Emulator.boot({ kernel, cpus: 2, seed: 5 });
  const fd = linux.socket().ret;
  linux.bind(fd, { port: 80 });
  linux.listen(fd, 8);
  linux.syn({ from: "10.0.0.1:1024", to: SERVER, count: 7 });
  linux.ack({ from: "10.0.0.1:1024", to: SERVER, count: 3 });
  linux.onCpu(1).accept(fd);
  linux.advance(1500);
  return { linux, fd };
}

/** Everything that can be seen while work goes on. */
function goOn(linux: Emulator, fd: number): unknown {
  return [
    linux.ack({ from: "10.0.0.1:1027", to: SERVER }),
    linux.onCpu(0).accept(fd),
    linux.advance(5000),
    linux.syn({ from: "10.0.0.1:2000", to: SERVER, count: 20 }),
    linux.sent(),
    linux.segment({ from: "10.0.0.9:1", to: SERVER, flags: "S", seq: 1 }),
    linux.socket({ family: "inet6" }),
    linux.bind(linux.socket({ family: "inet6" }).ret, { addr: "fe80::1", port: 81 }),
    linux.state({ s: fd }),
    linux.close(fd),
    linux.advance(100_000),
    linux.ledger(),
    linux.counters(),
    linux.time(),
  ];
}

describe.each(kernels.map(({ name }) => name))("%s", (kernel) => {
  test("a copy goes on as the original", async () => {
    const { linux, fd } = await busy(kernel);
    linux.setsockopt(linux.socket().ret, "reuseaddr", 1);
    const bytes = linux.save();
    const copy = await Emulator.load(bytes);
    expect([copy.kernel, copy.cpus, copy.machine.name]).toEqual([kernel, 2, "core2-woodcrest"]);
    expect(Buffer.compare(copy.save(), bytes)).toBe(0);
    expect(goOn(copy, fd)).toEqual(goOn(linux, fd));
    expect(Buffer.compare(copy.save(), linux.save())).toBe(0);
  });

  test("saving changes nothing, and a copy of a copy is one, too", async () => {
    const { linux, fd } = await busy(kernel);
    const { linux: other } = await busy(kernel);
    other.save();
    const copy = await Emulator.load((await Emulator.load(other.save())).save());
    const result = goOn(linux, fd);
    expect(goOn(other, fd)).toEqual(result);
    expect(goOn(copy, fd)).toEqual(result);
  });
});

test("bytes that are none, that are cut short, or of another build are refused", async () => {
  const { linux } = await busy("3.6");
  const bytes = linux.save();
  const refused = (given: Uint8Array) => expect(Emulator.load(given)).rejects;
  await refused(new Uint8Array(0)).toThrow("load: these bytes are no saved emulator");
  await refused(new TextEncoder().encode("{ this is no saved emulator }")).toThrow("no saved emulator");
  await refused(bytes.subarray(0, 100)).toThrow("cut short");
  await refused(bytes.subarray(0, bytes.length - 1)).toThrow("cut short");
  const header = new TextDecoder("latin1").decode(bytes.subarray(0, 8192)); // a letter is a byte
  const other = bytes.slice();
  other.set(new TextEncoder().encode("0123456789abcdef"), header.indexOf('"build":"') + '"build":"'.length);
  await refused(other).toThrow(/saved by build 0123456789abcdef of the core, this is [0-9a-f]{16}/);
  for (const at of [bytes.length - 1, bytes.length >> 1, header.indexOf('"machine"') + 20]) {
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    await refused(flipped).toThrow("damaged");
  }
  const version = bytes.slice();
  version[8] = 99;
  await refused(version).toThrow("format 99 of saved emulators");
});
