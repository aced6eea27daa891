import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { buildCore } from "../../tools/build.mjs";

const facts = JSON.parse(readFileSync(new URL("../../facts/slabgeom.json", import.meta.url), "utf8"));

interface Geometry {
  object_size: number;
  size: number;
  order: number;
  objs_per_slab: number;
}

interface Allocators {
  memory: WebAssembly.Memory;
  profileAddress(): number;
  boot(cpus: number): void;
  viewAddress(): number;
  pages(): number;
  freePages(): number;
  create(name: number, size: number, align: number, flags: number, ctor: boolean): number;
  flags(which: number): number;
  geometry(cache: number, which: number): number;
  alloc(cache: number, atomic: boolean): number;
  free(cache: number, object: number): void;
  malloc(size: number): number;
  zalloc(size: number): number;
  kfree(address: number): void;
  ksize(address: number): number;
  vmalloc(size: number): number;
  vfree(address: number): void;
  shrink(): void;
  translate(address: number): number;
  sizeClassOf(address: number): number;
  describeSlab(index: number): number;
  describeVmalloc(index: number): number;
  describeMemory(): number;
  accountsOf(cpu: number): number;
  clock(): bigint;
}

/** A machine like a Core 2, in the order of machine/profile.ts. */
const PROFILE: [number, number[]][] = [
  [0, [64, 32768, 8, 3, 1, 32768, 8, 3, 1, 4 << 20, 16, 14, 1, 0, 0, 0, 1, 254, 8192, 20]],
  [20, [256, 4, 32, 4, 128, 4, 8, 4, 0, 0, 0, 5, 1, 36000, 15, 27 << 16, 25 << 16, 9 << 16, 150, 20, 9, 9, 40, 30]],
];
/** CacheName of assembly/linux/cache_names.ts, in its order. */
const NAMES = [
  "request_sock_TCP",
  "TCP",
  "tw_sock_TCP",
  "tcp_bind_bucket",
  "sock_inode_cache",
  "filp",
  "dentry",
  "skbuff_head_cache",
];

async function load(file: string): Promise<Allocators> {
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
  const core = instance.exports as unknown as Allocators;
  const profile = new Uint32Array(core.memory.buffer, core.profileAddress(), 64);
  for (const [at, values] of PROFILE) profile.set(values, at);
  return core;
}

const view = (core: Allocators, words: number) =>
  new Uint32Array(core.memory.buffer, core.viewAddress(), words).slice();
const u32 = (value: number) => value >>> 0;

function slabOf(core: Allocators, index: number) {
  const words = view(core, core.describeSlab(index));
  if (words.length === 0) return undefined;
  const name = Buffer.from(words.slice(6).buffer).toString("latin1").replace(/\0.*/s, "");
  const [active, total, object, size, perSlab, pages] = words;
  return { name, active, total, object, size, perSlab, pages };
}

function createAll(core: Allocators, version: string, allocator: string): number[] {
  return NAMES.map((name, i) => {
    const { flags, ...rest } = facts[version].named[name];
    const bits = (/HWCACHE/.test(flags) ? 1 : 0) | (/RECLAIM/.test(flags) ? 2 : 0) | (/RCU/.test(flags) ? 4 : 0);
    return u32(core.create(i, rest[allocator].object_size, 0, core.flags(bits), /ctor/.test(flags)));
  });
}

/** All cycles that the ledger has booked: the causes of all accounts. */
function booked(core: Allocators): bigint {
  const words = new BigUint64Array(core.memory.buffer, u32(core.accountsOf(0)), 1024 * 32);
  let sum = 0n;
  for (let account = 0; account < 1024; account++)
    for (let cause = 0; cause < 12; cause++) sum += words[account * 32 + cause] ?? 0n;
  return sum;
}

describe.each([
  { kernel: "2.6.20", version: "v2.6.20", allocator: "SLAB", vmallocStart: 0xf8800000, biggest: 131072 },
  { kernel: "3.6", version: "v3.6.5", allocator: "SLUB", vmallocStart: 0xf7c00000, biggest: 8192 },
  { kernel: "4.3", version: "v4.3", allocator: "SLUB", vmallocStart: 0xf7c00000, biggest: 8192 },
  { kernel: "4.14", version: "v4.14", allocator: "SLUB", vmallocStart: 0xf7c00000, biggest: 8192 },
])("$kernel: $allocator", ({ kernel, version, allocator, vmallocStart, biggest }) => {
  let core: Allocators;
  let caches: number[];

  beforeAll(async () => {
    const file = `build/test-allocators-${kernel}.wasm`;
    await buildCore(`assembly/linux-${kernel}/testing.ts`, file);
    core = await load(file);
  }, 120_000);

  const boot = (cpus = 2) => {
    core.boot(cpus);
    caches = createAll(core, version, allocator);
  };

  test.each(NAMES)(`%s has the geometry of facts/slabgeom.json`, (name) => {
    boot();
    const index = NAMES.indexOf(name);
    const want = facts[version].named[name][allocator];
    const { size, order, objs_per_slab } = want;
    expect(slabOf(core, index)).toEqual({
      name,
      active: 0,
      total: 0,
      object: want.object_size,
      size,
      perSlab: objs_per_slab,
      pages: 1 << order,
    });
    const geometry = (which: number) => core.geometry(caches[index] ?? 0, which);
    if (allocator === "SLUB") return expect(geometry(0)).toBe(want.free_pointer_offset);
    expect([geometry(0), geometry(1), geometry(2) === 1]).toEqual([
      want.left_over < 64 ? 0 : want.colours,
      want.mgmt_bytes,
      want.off_slab,
    ]);
  });

  test("every kmalloc class has the geometry of facts/slabgeom.json", () => {
    boot();
    const wanted = Object.entries<Record<string, Geometry>>(facts[version].kmalloc).filter(([, of]) => of[allocator]);
    const held = wanted.map(([, of]) => u32(core.malloc((of[allocator] as Geometry).object_size)));
    const found = new Map<string, ReturnType<typeof slabOf>>();
    for (let i = NAMES.length; ; i++) {
      const slab = slabOf(core, i);
      if (!slab) break;
      found.set(slab.name, slab);
    }
    expect([...found.keys()].sort()).toEqual(wanted.map(([name]) => name).sort());
    for (const [name, of] of wanted) {
      const { object_size, size, order, objs_per_slab } = of[allocator] as Geometry;
      expect(found.get(name)).toMatchObject({ object: object_size, size, perSlab: objs_per_slab, pages: 1 << order });
    }
    expect(held.map((at) => u32(core.sizeClassOf(at)))).toEqual(
      wanted.map(([, of]) => (of[allocator] as Geometry).size),
    );
  });

  test("10,000 mixed objects come and go, and all pages with them", () => {
    boot();
    core.shrink();
    const before = core.freePages();
    let seed = 7;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return seed % n;
    };
    const held: { cache: number; at: number; end: number }[] = [];
    const give = ({ cache, at }: { cache: number; at: number }) => (cache ? core.free(cache, at) : core.kfree(at));
    for (let i = 0; i < 10_000; i++) {
      const cache = random(2) ? (caches[random(caches.length)] ?? 0) : 0;
      const size = 1 + random(random(20) ? 4096 : biggest);
      const at = u32(cache ? core.alloc(cache, random(2) === 1) : core.malloc(size));
      expect(at).not.toBe(0);
      held.push({ cache, at, end: at + (cache ? 16 : size) });
      if (random(3) === 0) for (const one of held.splice(random(held.length), 1)) give(one);
    }
    const sorted = [...held].sort((a, b) => a.at - b.at);
    sorted.forEach(({ at }, i) => {
      expect(at).toBeGreaterThanOrEqual(sorted[i - 1]?.end ?? 0);
    });
    expect(NAMES.reduce((sum, _, i) => sum + (slabOf(core, i)?.active ?? 0), 0)).toBe(
      held.filter((h) => h.cache).length,
    );
    for (const one of held) give(one);
    core.shrink();
    expect(core.freePages()).toBe(before);
    expect(booked(core)).toBe(core.clock());
  });

  test("kzalloc gives zeroes where something lay before", () => {
    boot();
    const first = u32(core.malloc(1048));
    core.kfree(first);
    expect(u32(core.zalloc(1048))).toBe(first);
    expect(core.ksize(first)).toBe(2048);
  });

  test("vmalloc areas lie behind one another with a guard page, and their pages are mapped", () => {
    boot();
    const a = u32(core.vmalloc(10_000));
    const b = u32(core.vmalloc(4096));
    expect([a, b]).toEqual([vmallocStart, vmallocStart + 4 * 4096]);
    const frames = [0, 1, 2].map((page) => u32(core.translate(a + page * 4096)));
    expect(new Set(frames).size).toBe(3);
    expect(() => core.translate(a + 3 * 4096)).toThrow();
    expect(core.describeVmalloc(0)).toBe(3);
    expect([...view(core, 3)]).toEqual([a, 10_000, 3]);
    expect(core.describeVmalloc(2)).toBe(0);
    core.describeMemory();
    expect(view(core, 3)[1]).toBe(4 * 4096);
    core.vfree(a);
    expect(() => core.translate(a)).toThrow();
    core.shrink();
    expect(u32(core.vmalloc(8192))).toBe(a);
  });

  test("many areas come and go in any order", () => {
    boot();
    core.shrink();
    const before = core.freePages();
    const held: number[] = [];
    for (let i = 0; i < 300; i++) {
      const at = u32(core.vmalloc(4096 * (1 + (i % 5))));
      expect(at).not.toBe(0);
      held.push(at);
      if (i % 3 === 2) for (const one of held.splice((i * 7) % held.length, 1)) core.vfree(one);
    }
    expect(new Set(held).size).toBe(held.length);
    for (const at of held) core.vfree(at);
    core.shrink();
    expect(core.freePages()).toBe(before);
  });

  test("out of memory: 0, and afterwards as before", () => {
    boot(1);
    core.shrink();
    const before = core.freePages();
    const held: number[] = [];
    for (;;) {
      const at = u32(core.malloc(biggest));
      if (at === 0) break;
      held.push(at);
    }
    expect(core.freePages()).toBeLessThan(4000);
    expect(core.vmalloc(64 << 20)).toBe(0);
    for (const at of held) core.kfree(at);
    core.shrink();
    expect(core.freePages()).toBe(before);
    expect(core.malloc(biggest)).not.toBe(0);
    expect(booked(core)).toBe(core.clock());
  }, 120_000);
});
