// The full account of listen(): every function, every cause, to the cycle. The jump from kmalloc to vmalloc is between
// backlog 511 and 512.
import { describe, expect, test } from "vitest";
import { causeNames, Emulator, kernels } from "../src/index.ts";
import { expectGolden } from "./golden.ts";

const RAISED = { "net.core.somaxconn": 1024, "net.ipv4.tcp_max_syn_backlog": 1024 };

async function listen(kernel: string, backlog: number) {
  // 1.2 has but the one sysctl.
  const linux = await Emulator.boot({ kernel, sysctl: kernel === "1.2" ? { "net.core.somaxconn": 128 } : RAISED });
  const fd = linux.socket().ret;
  linux.bind(fd, { port: 80 });
  const { result, accounts } = linux.account(() => linux.listen(fd, backlog));
  return { linux, result, accounts, socket: linux.socketState(fd) };
}

/** Columns wide enough for their widest cell, numbers to the right. */
function columns(rows: (string | number)[][]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => String(row[i]).length))) ?? [];
  const line = (row: (string | number)[]) =>
    row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0)));
  return rows.map((row) => `${line(row).join("  ").trimEnd()}\n`).join("");
}

describe.each(kernels.map(({ name }) => name))("%s", (kernel) => {
  test.each([5, 128, 511, 512])("the account of listen(fd, %i)", async (backlog) => {
    const { linux, result, accounts, socket } = await listen(kernel, backlog);
    expect(accounts.reduce((sum, { cycles }) => sum + cycles, 0)).toBe(result.cycles);
    expect(linux.ledger().reduce((sum, { cycles }) => sum + cycles, 0)).toBe(linux.clock());
    const used = causeNames.filter((cause) => result.causes[cause] > 0);
    const head = ["function", "calls", "instr", "loads", "stores", "locked", "walks", "total", "self", ...used];
    const rows = accounts.map((account) => [
      account.block ? `${account.name}·block` : account.name,
      account.calls,
      account.instructions,
      account.loads,
      account.stores,
      account.locked,
      account.walks,
      account.total,
      account.cycles,
      ...used.map((cause) => account.causes[cause]),
    ]);
    const { cycles, instructions, loads, stores, locked, walks } = result;
    const sum = [
      "all",
      "",
      instructions,
      loads,
      stores,
      locked,
      walks,
      "",
      cycles,
      ...used.map((c) => result.causes[c]),
    ];
    const table = socket?.nr_table_entries
      ? `${socket.nr_table_entries} entries, ${socket.listen_opt_bytes} bytes from ${socket.listen_opt_from}\n`
      : "no SYN table\n";
    expectGolden(`account/listen-${kernel}-${backlog}.txt`, table + columns([head, ...rows, sum]));
  });

  test.runIf(kernel === "2.6.20" || kernel === "3.6")(
    "backlog 512 moves the SYN table to vmalloc: more bytes, page walks and cycles",
    async () => {
      const [below, above] = [await listen(kernel, 511), await listen(kernel, 512)];
      expect([below.socket?.listen_opt_bytes, below.socket?.listen_opt_from]).toEqual([
        2072,
        `${kernel === "2.6.20" ? "size" : "kmalloc"}-4096`,
      ]);
      expect([above.socket?.listen_opt_bytes, above.socket?.listen_opt_from]).toEqual([4120, "vmalloc"]);
      expect(above.linux.vmalloc().map(({ bytes, pages }) => [bytes, pages])).toEqual([[4120, 2]]);
      expect(above.result.cycles).toBeGreaterThan(below.result.cycles);
      // A SYN then finds its chain through the page table's own entry, not through the 4 MiB page of low memory.
      const walks = ({ linux }: typeof above) => {
        linux.syn({ from: "10.0.0.1:4000", to: "10.9.9.9:80" });
        return linux.syn({ from: "10.0.0.1:4001", to: "10.9.9.9:80" }).walks;
      };
      expect(walks(above)).toBeGreaterThanOrEqual(walks(below));
    },
  );
});

test("4.3: the SYN table of 32 KiB and its header still comes from kmalloc's pages, the next one from vmalloc", async () => {
  const table = async (backlog: number) => {
    const sysctl = { "net.core.somaxconn": 65_535, "net.ipv4.tcp_max_syn_backlog": 65_535 };
    const linux = await Emulator.boot({ kernel: "4.3", sysctl });
    const fd = linux.socket().ret;
    linux.listen(fd, backlog);
    const { listen_opt_bytes, listen_opt_from } = linux.socketState(fd) ?? {};
    return [listen_opt_bytes, listen_opt_from];
  };
  expect(await table(4000)).toEqual([128 + 4096 * 4, "kmalloc_large"]);
  expect(await table(8000)).toEqual([128 + 8192 * 4, "vmalloc"]);
});
