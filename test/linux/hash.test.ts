import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { buildCore } from "../../tools/build.mjs";

/** Output of the real kernels' code: facts/README.md. */
const facts = JSON.parse(readFileSync(new URL("../../facts/vectors.json", import.meta.url), "utf8"));

type Row = (number | string | null)[];
type Hash = (...words: number[]) => number;

interface Kernel {
  memory: WebAssembly.Memory;
  profileAddress(): number;
  viewAddress(): number;
  boot(): void;
  sysctl(name: number, value: number, second: number, set: boolean): number;
  sys_socket(family: number, type: number, protocol: number): number;
  sys_bind(fd: number, family: number, address: number, port: number): number;
  sys_listen(fd: number, backlog: number): number;
  sys_close(fd: number): number;
  describe(view: number, argument: number): number;
  jhash_2words: Hash;
  jhash_3words: Hash;
  net_hash_mix: Hash;
  lhash: Hash;
  bhash: Hash;
  ehash: Hash;
  roundup_pow_of_two: Hash;
  get_order: Hash;
}

// A small machine: nothing here depends on its figures.
const figures = [
  64, 32768, 8, 3, 1, 32768, 8, 3, 1, 4194304, 16, 14, 1, 0, 0, 0, 1, 254, 8192, 20, 256, 4, 32, 4, 128, 4, 8, 4, 0, 0,
  0, 5, 1, 36000, 15, 1769472, 1638400, 589824, 150, 20, 9, 9, 40, 30, 1000000,
];

describe.each([
  ["v2.6.20", "linux-2.6.20", "slab_cache", "size-"],
  ["v3.6.5", "linux-3.6", "slub_cache", "kmalloc-"],
  ["v4.3", "linux-4.3", "slub_cache", "kmalloc-"],
  ["v4.14", "linux-4.14", "slub_cache", "kmalloc-"],
])("%s", (source, folder, cacheColumn, cachePrefix) => {
  let kernel: Kernel;

  beforeAll(async () => {
    const file = `build/hash-${folder}.wasm`;
    await buildCore(`assembly/${folder}/hash_testing.ts`, file);
    const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
    kernel = instance.exports as unknown as Kernel;
    new Uint32Array(kernel.memory.buffer, kernel.profileAddress(), 64).set(figures);
    kernel.boot();
  }, 120_000);

  const rows = (name: string): number[][] => facts.versions[source][name].v;

  /** Every row of a table: arguments, then the result. */
  function check(name: string, hash: Hash): void {
    for (const row of rows(name)) {
      const args = row.slice(0, -1);
      expect([...args, hash(...args) >>> 0]).toEqual(row);
    }
  }

  test("jhash of two and of three words", () => {
    check("jhash_2words", kernel.jhash_2words);
    check("jhash_3words", kernel.jhash_3words);
  });

  test.skipIf(source === "v4.14")("a half-open connection's chain is the jhash of address and port", () => {
    check("inet_synq_hash", (raddr, rport, rnd, size) => kernel.jhash_2words(raddr, rport, rnd) & (size - 1));
  });

  test("hashes of ports and connections", () => {
    check("net_hash_mix", kernel.net_hash_mix);
    check("inet_lhashfn", kernel.lhash);
    check("inet_bhashfn", kernel.bhash);
    check("inet_ehashfn", kernel.ehash);
  });

  test("rounding", () => {
    check("roundup_pow_of_two", kernel.roundup_pow_of_two);
    check("get_order", kernel.get_order);
  });

  test.skipIf(source === "v4.14")("listen() makes the SYN table of the real code, for every backlog and limit", () => {
    const { columns, rows } = facts.backlog_table[source] as { columns: string[]; rows: Row[] };
    const column = (name: string) => columns.indexOf(name);
    const view = () => new Uint32Array(kernel.memory.buffer, kernel.viewAddress(), 16);
    const failures: unknown[] = [];
    /** Pages of the vmalloc area that begins at an address (slab.test.ts looks for its guard page). */
    const pagesAt = (address: number) => {
      for (let i = 0; kernel.describe(4, i) > 0; i++) if (view()[0] === address) return view()[2];
      return undefined;
    };
    for (const row of rows) {
      kernel.sysctl(0, row[column("somaxconn")] as number, 0, true);
      kernel.sysctl(1, row[column("max_syn_backlog")] as number, 0, true);
      const fd = kernel.sys_socket(2, 1, 0);
      kernel.sys_bind(fd, 2, 0, 80);
      const result = kernel.sys_listen(fd, row[column("backlog")] as number);
      kernel.describe(0, fd);
      // Beyond the classes of SLUB kmalloc() gives a block of pages.
      const pages = /order (\d)/.exec(String(row[column(cacheColumn)]))?.[1];
      const cache = pages
        ? `${cachePrefix}${4096 << Number(pages)}`
        : row[column("alloc")] === "kzalloc"
          ? row[column(cacheColumn)]
          : null;
      const expected = [
        0,
        row[column("data_pages")],
        row[column("max_qlen_log")],
        row[column("nr_table_entries")],
        row[column("lopt_size")],
        cache === null ? 1 : 0,
        cache ?? `${cachePrefix}0`,
      ];
      const table = [...view()];
      const mapped = table[13] ? pagesAt(table[12] ?? 0) : null;
      const got = [result, mapped, table[9], table[10], table[11], table[13], `${cachePrefix}${table[14]}`];
      if (JSON.stringify(got) !== JSON.stringify(expected)) failures.push({ row, got });
      kernel.sys_close(fd);
    }
    expect(failures.slice(0, 5)).toEqual([]);
  });
});
