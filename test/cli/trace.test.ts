// `halfopen trace`: counts equal to those of a simulator of its own, in every format; faults are one line.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import * as zlib from "node:zlib";
import { Records, readTrace } from "halfopen/trace";
import { describe, expect, test } from "vitest";
import { numbers } from "../machine/machine.ts";
import { type Access, type Geometry, simulate } from "../trace-simulator.ts";
import { halfopen } from "./command-line.js";

const dir = mkdtempSync(join(tmpdir(), "halfopen-trace-"));
let files = 0;
function file(data: string | Uint8Array, name = `trace-${++files}`): string {
  const path = join(dir, name);
  writeFileSync(path, data);
  return path;
}

async function trace(line: string) {
  const { text, status, errors } = await halfopen(`trace ${line} --json`);
  expect([errors, status]).toEqual(["", 0]);
  return JSON.parse(text);
}

async function fault(line: string): Promise<string> {
  const { text, status, errors } = await halfopen(`trace ${line}`);
  expect([text, status]).toEqual(["", 2]);
  expect(errors.trimEnd()).not.toContain("\n");
  return errors.trimEnd();
}

/** Accesses near each other and far apart, some over the end of a line. */
function random(seed: number, count: number, span: number): Access[] {
  const next = numbers(seed);
  let at = 0;
  return Array.from({ length: count }, (): Access => {
    const jump = next() % 8;
    at = jump < 5 ? (at + (next() % 300)) % span : jump < 7 ? next() % span : at;
    const kind = (["load", "load", "store", "fetch"] as const)[next() % 4] as Access[0];
    return [kind, 0x8000000 + at, 1 << (next() % 5)];
  });
}

const letters = { load: " L", store: " S", fetch: "I " };
const lackey = (accesses: Access[]) =>
  `==1== Lackey\n${accesses.map(([kind, address, size]) => `${letters[kind]} ${address.toString(16).padStart(8, "0")},${size}\n`).join("")}==1== end\n`;
const kernel = (accesses: Access[]) =>
  accesses
    .map(([kind, address, size]) => {
      const at = address.toString(16);
      return kind === "fetch" ? `i ${at}\n` : `${kind === "load" ? "l" : "s"} ${at} ${size} c0100000\n`;
    })
    .join("");
const din = (accesses: Access[]) =>
  accesses.map(([kind, address]) => `${["load", "store", "fetch"].indexOf(kind)} ${address.toString(16)}\n`).join("");
const u32 = (accesses: Access[]) =>
  new Uint8Array(
    Uint32Array.from(accesses, ([kind, address]) => ((address & ~3) | ["load", "store", "fetch"].indexOf(kind)) >>> 0)
      .buffer,
  );
const single = (accesses: Access[]): Access[] => accesses.map(([kind, address]) => [kind, address, 1]);

const geometries: Record<string, Geometry | undefined>[] = [
  {
    l1i: { bytes: 8192, ways: 2, line: 32 },
    l1d: { bytes: 16_384, ways: 4, line: 32 },
    l2: { bytes: 131_072, ways: 8, line: 32 },
  },
  {
    l1i: { bytes: 4096, ways: 64, line: 64 },
    l1d: { bytes: 2048, ways: 1, line: 64 },
    l2: { bytes: 24_576, ways: 3, line: 64 },
    l3: { bytes: 262_144, ways: 16, line: 64 },
  },
  { l1d: { bytes: 4096, ways: 2, line: 64 }, l2: { bytes: 65_536, ways: 4, line: 64 } },
  { l1i: { bytes: 4096, ways: 2, line: 64 }, l2: { bytes: 65_536, ways: 4, line: 64 } },
  { l1i: { bytes: 4096, ways: 2, line: 16 }, l1d: { bytes: 4096, ways: 2, line: 16 } },
  {
    l1i: { bytes: 4096, ways: 2, line: 64 },
    l1d: { bytes: 4096, ways: 2, line: 64 },
    l3: { bytes: 65_536, ways: 4, line: 64 },
  },
];
const flags = (geometry: Record<string, Geometry | undefined>) =>
  ["l1i", "l1d", "l2", "l3"]
    .map((level) => {
      const one = geometry[level];
      return `--${level} ${one ? `${one.bytes},${one.ways},${one.line}` : "none"}`;
    })
    .join(" ");

describe("counts equal those of an independent simulator", () => {
  const accesses = random(1, 40_000, 1 << 20);
  const path = file(lackey(accesses));

  test.each(geometries)("random accesses: %o", async (geometry) => {
    const want = simulate(accesses, geometry);
    for (const tlb of ["", "--no-tlb"]) {
      expect((await trace(`${path} ${flags(geometry)} ${tlb}`)).levels).toEqual(want);
    }
  });

  test.each(["ls", "gzip"])("a real program's data: %s", async (name) => {
    const path = fileURLToPath(new URL(`../../bench/traces/${name}.u32.gz`, import.meta.url));
    const bytes = zlib.gunzipSync(readFileSync(path));
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const kinds = ["load", "store", "fetch"] as const;
    const list = Array.from(words, (word): Access => [kinds[word & 3] as Access[0], (word & ~3) >>> 0, 1]);
    const geometry = {
      l1i: { bytes: 32_768, ways: 8, line: 64 },
      l1d: { bytes: 8192, ways: 4, line: 64 },
      l2: { bytes: 65_536, ways: 8, line: 64 },
    };
    for (const tlb of ["", "--no-tlb"]) {
      expect((await trace(`${path} ${flags(geometry)} ${tlb}`)).levels).toEqual(simulate(list, geometry));
    }
  });

  test("what a profile prefetches and an exclusive L2 do not count", async () => {
    const geometry = {
      l1i: { bytes: 65_536, ways: 2, line: 64 },
      l1d: { bytes: 65_536, ways: 2, line: 64 },
      l2: { bytes: 1_048_576, ways: 16, line: 64 },
    };
    expect((await trace(`${path} --machine k8-opteron`)).levels).toEqual(simulate(accesses, geometry));
  });
});

describe("formats", () => {
  const accesses = random(2, 5000, 1 << 18);
  const geometry = geometries[0] as Record<string, Geometry>;
  const { l1i, l1d, l2 } = geometry;

  test.each([
    ["lackey", lackey(accesses), accesses],
    ["kernel", kernel(accesses), accesses.map(([kind, at, size]): Access => [kind, at, kind === "fetch" ? 1 : size])],
    ["din", din(accesses), single(accesses)],
    ["u32", u32(accesses), accesses.map(([kind, at]): Access => [kind, at & ~3, 1])],
  ])("%s, told by content, plain and packed", async (format, data, seen) => {
    const want = simulate(seen, { l1i, l1d, l2 });
    const plain = file(data);
    expect((await trace(`${plain} ${flags(geometry)}`)).levels).toEqual(want);
    expect((await trace(`${plain} ${flags(geometry)} --format ${format}`)).levels).toEqual(want);
    expect((await trace(`${file(zlib.gzipSync(data))} ${flags(geometry)}`)).levels).toEqual(want);
    expect((await halfopen(`trace ${plain}`)).text).toContain(`(${format})`);
  });

  describe("packed with zstd", () => {
    const packed = readFileSync(new URL("ls.lackey.zst", import.meta.url)); // by the tool, of a real lackey log
    const counts = { fetch: 1091, load: 236, store: 187 };
    const skippable = Uint8Array.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

    test("one frame, several, and frames that hold no data", async () => {
      expect((await trace(file(packed))).accesses).toEqual(counts);
      const twice = Buffer.concat([skippable, packed, skippable, packed]);
      expect((await trace(file(twice))).accesses.fetch).toBe(2 * counts.fetch);
    });
    test("cut off anywhere, and after it: one line with the byte", async () => {
      for (const bytes of [5, 100, packed.length - 1]) {
        expect(await fault(file(packed.subarray(0, bytes)))).toContain(`zstd data is cut off at byte ${bytes}; get`);
      }
      const path = file(Buffer.concat([packed, Buffer.from("no frame")]));
      expect(await fault(path)).toContain(`${path}: its zstd data is damaged near byte 0 (`);
    });
    test("a bit that is another, anywhere", async () => {
      for (let byte = 4; byte < packed.length; byte += 97) {
        const bytes = Buffer.from(packed);
        bytes[byte] = (bytes[byte] as number) ^ 4;
        expect(await fault(file(bytes))).toMatch(/zstd data is (damaged near byte 0 \(|cut off at byte)/);
      }
    });
  });

  test("gzip: several members, zeros behind them; cut off, damaged, followed by something else", async () => {
    const one = zlib.gzipSync(lackey(accesses));
    const { load } = (await trace(file(one))).accesses;
    expect((await trace(file(Buffer.concat([one, one, new Uint8Array(512)])))).accesses.load).toBe(2 * load);
    expect(await fault(file(one.subarray(0, 3000)))).toContain("its gzip data is cut off at byte 3000; get the whole");
    const damaged = Buffer.from(one);
    damaged[one.length - 6] = (damaged[one.length - 6] as number) ^ 1;
    expect(await fault(file(damaged))).toContain("(incorrect data check); get the file again");
    expect(await fault(file(Buffer.concat([one, Buffer.from("something else")])))).toContain(
      "(incorrect header check)",
    );
  });

  test("an M is a load and a store; an access over two lines counts in both", async () => {
    const result = await trace(file(" M 0000003e,4\nI  00000100,1\n"));
    expect(result.accesses).toEqual({ fetch: 1, load: 1, store: 1 });
    expect(result.levels.slice(0, 2)).toEqual([
      { name: "l1i", hits: 0, misses: 1, writebacks: 0 },
      { name: "l1d", hits: 2, misses: 2, writebacks: 0 },
    ]);
    expect(result.tlb).toEqual({ hits: 3, misses: 2 });
    expect(Object.keys(result)).toEqual(["accesses", "levels", "tlb", "cycles", "seconds", "accesses_per_second"]);
  });
});

describe("lines", () => {
  const text =
    "==7== Lackey\r\n\r\nI  1000,3\r\n--7-- in the middle\n**7** printed\n \t\n L 2000,8\n M 3000,4\n==7== end\n S ffffffff00004000,2";
  const want = { fetch: 1, load: 2, store: 2 };

  test("CRLF, blank lines, valgrind's own anywhere, no newline at the end", async () => {
    expect((await trace(file(text))).accesses).toEqual(want);
  });
  test("broken anywhere across chunks, also in chunks of a byte", async () => {
    const bytes = Buffer.from(text);
    const counts = async (chunks: Uint8Array[]) => {
      const records = new Records(64, () => {});
      await readTrace("-", records, { stdin: Readable.from(chunks), format: "lackey" });
      return records.accesses;
    };
    for (let at = 0; at <= bytes.length; at++) {
      expect(await counts([bytes.subarray(0, at), bytes.subarray(at)])).toEqual([2, 2, 1]);
    }
    expect(await counts([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual([2, 2, 1]);
  });
  test("u32 in chunks that begin and end anywhere", async () => {
    const bytes = u32(random(4, 3000, 4096));
    const whole = new Records(64, () => {});
    await readTrace("-", whole, { stdin: Readable.from([bytes]), format: "u32" });
    for (const size of [1, 3, 5, 4099]) {
      const records = new Records(64, () => {});
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        Buffer.from(bytes.buffer, i * size, Math.min(size, bytes.length - i * size)),
      );
      await readTrace("-", records, { stdin: Readable.from(chunks), format: "u32" });
      expect(records.accesses).toEqual(whole.accesses);
    }
  });
  test("a fault is named by its line, however the lines came", async () => {
    const lines = `${" L 1000,4\n".repeat(70_000)}\n==7== x\n L 10,,4\n`;
    for (const size of [1, 7, 4096, 65_536]) {
      const all = Buffer.from(size === 1 ? lines.slice(-298) : lines);
      const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
        all.subarray(i * size, (i + 1) * size),
      );
      const reading = readTrace("-", new Records(64, () => {}), { stdin: Readable.from(chunks), format: "lackey" });
      const line = all.toString().split("\n").length - 1;
      await expect(reading).rejects.toThrow(
        `standard input:${line}: no size of 1 to 65536 after the address (lackey): " L 10,,4"`,
      );
    }
  });
  test("a format that the content has not is a fault in its first line", async () => {
    const path = file(text);
    expect(await fault(`${path} --format din`)).toContain(`${path}:1: no label 0 to 3 (din): "==7== Lackey"`);
    expect(await fault(`${path} --format kernel`)).toContain(`${path}:1: no record i, l or s (kernel)`);
    expect(await fault(`${path} --format u32`)).toMatch(/:\d+: (record \d+ \(byte \d+\) is of kind 3|\d bytes? after)/);
    expect(await fault(`${file("0 1000\n")} --format lackey`)).toContain(":1: no lackey record (lackey)");
    expect(await fault(`${file(zlib.gzipSync(Buffer.from([1, 2, 3, 0])))} --format lackey`)).toContain(":1: no lackey");
  });
});

describe("a fault is one line that names the place", () => {
  test.each([
    [" L 1000,4\n L 10g0,4\n", ':2: no size of 1 to 65536 after the address (lackey): " L 10g0,4"'],
    [" L 1000,4\n\n S 1000\n", ":3: no size of 1 to 65536 after the address (lackey)"],
    [" L 1000,4\n L 1000,0\n", ":2: no size of 1 to 65536 after the address (lackey)"],
    [" L 1000,4\nnoise\n", ":2: no lackey record (lackey)"],
    ["0 1000\n7 1000\n", ":2: no label 0 to 3 (din)"],
    ["0 1000\n1 xyz\n", ":2: no hexadecimal address (din)"],
    ["i c0100000\nl c0100000 4 zz\n", ":2: no hexadecimal pc after the size (kernel)"],
    [`i c0100000\n${"x".repeat(2_000_000)}`, ":2: a line of more than 1048576 characters (kernel)"],
    ["==1== Command: cat ä\n==1== no record\n", ": no access in it; give a trace with at least one"],
    [`==1== Command: ${"x".repeat(100_000)}\n L 1000,x\n`, ":2: no size of 1 to 65536 after the address (lackey)"],
    ["", ": empty; give a trace with at least one access"],
    ["hello\n", ": no known trace format"],
  ])("%j", async (text, message) => {
    const path = file(text);
    expect(await fault(path)).toContain(`halfopen: ${path}${message}`);
  });

  test("u32: a word of kind 3, half a word", async () => {
    expect(await fault(`${file(Uint8Array.from([0, 16, 0, 8, 3, 16, 0, 8]))}`)).toContain(
      ":2: record 2 (byte 4) is of kind 3",
    );
    expect(await fault(`${file(Uint8Array.from([0, 16, 0, 8, 0]))} --format u32`)).toContain(
      ":2: 1 byte after the last whole word",
    );
  });

  test("options", async () => {
    const path = file(" L 1000,4\n");
    expect(await fault(`${path} --l1d 3000,2,64`)).toContain("no power of two of sets");
    expect(await fault(`${path} --l1d big`)).toContain("not BYTES,WAYS,LINE");
    expect(await fault(`${path} --l1d 8192,2,32`)).toContain("give all caches one line size");
    expect(await fault(`${path} --format elf`)).toContain("unknown format; give lackey, din, kernel, u32");
    expect(await fault(join(dir, "none"))).toContain("no such file");
    expect(await fault(dir)).toContain("a directory");
  });
});
