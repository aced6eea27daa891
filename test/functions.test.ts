// Every emulated function beside the traced kernels and functions.json (tools/functions.mjs).
import { describe, expect, it } from "vitest";
import { Emulator, kernels } from "../src/index.ts";
import { collect, mainFunctions, unexplained } from "../tools/functions.mjs";

/** Cases of tools/functions/cases.mjs with a trace, and the smallest share of its instructions that is compared. */
const MAIN = ["listen(128), warm", "SYN, warm", "final ACK, warm", "accept, warm"];
const SHARE = 0.02;

type Row = { name: string };
type Figures = Record<"instructions" | "loads" | "stores", number>;

/** Within 20 % of the trace, or off by one access. */
function near(is: number, traced: number, slack: number): boolean {
  return Math.abs(is - traced) <= Math.max(traced * 0.2, slack);
}

const text = ({ instructions, loads, stores }: Figures) => `${instructions}/${loads}/${stores}`;

/** Instructions/loads/stores, emulated and traced, of those that are not. */
const exceptions: Record<string, Record<string, string[]>> = {
  "2.6.20": {
    "listen(128), warm": ["sys_socketcall 28/0/0 for 28/2/0", "inet_csk_get_port 78/11/1 for 78/15/2"],
    "SYN, warm": ["tcp_v4_send_synack 68/7/1 for 68/11/2", "tcp_select_initial_window 100/4/3 for 100/7/4"],
    "final ACK, warm": ["tcp_init_buffer_space 510/12/4 for 510/14/8"],
    "accept, warm": [
      "sys_socketcall 28/0/0 for 30/2/0",
      "sys_accept 66/9/2 for 66/7/2",
      "sock_attach_fd 55/3/10 for 55/12/14",
      "fd_install 25/5/2 for 25/7/2",
      "get_empty_filp 44/2/44 for 44/7/43",
      "alloc_inode 54/0/23 for 54/4/23",
      "new_inode 38/4/16 for 38/5/13",
      "d_alloc 85/2/34 for 85/7/32",
      "d_instantiate 27/1/6 for 27/3/6",
    ],
  },
  "3.6": {
    "listen(128), warm": ["sys_listen 33/7/0 for 33/5/0", "sys_socketcall 26/0/0 for 26/2/0"],
    "SYN, warm": ["tcp_select_initial_window 122/4/3 for 122/7/4"],
    "final ACK, warm": [
      "tcp_v4_syn_recv_sock 118/18/13 for 118/27/16",
      "tcp_init_buffer_space 1344/12/4 for 1344/13/6",
      "tcp_create_openreq_child 207/27/54 for 207/34/58",
    ],
    "accept, warm": [
      "sys_socketcall 26/0/0 for 31/2/0",
      "sys_accept4 61/11/2 for 61/8/2",
      "sock_alloc_file 56/1/4 for 56/3/6",
      "get_empty_filp 47/2/9 for 47/8/11",
      "alloc_file 45/0/5 for 45/4/5",
      "alloc_inode 70/0/30 for 70/5/30",
      "__d_alloc 64/0/21 for 64/3/25",
      "d_set_d_op 30/5/1 for 30/7/1",
      "__d_instantiate 28/2/5 for 28/5/6",
      "kmem_cache_alloc 41.5/9.3/9.5 for 41.3/8/12.8",
    ],
  },
};

for (const { name: kernel } of kernels) {
  describe(`Linux ${kernel}`, () => {
    it("explains every function that is off by more than 30 % from functions.json", async () => {
      const { rows, needless } = await collect(Emulator, kernel);
      expect(rows.filter(unexplained).map(({ name }: Row) => name)).toEqual([]);
      expect(needless, "notes.json explains what is not off").toEqual([]);
    });

    it.each(MAIN)("does what the traced kernel did: %s", async (name) => {
      const functions = await mainFunctions(Emulator, kernel, name, SHARE);
      expect(functions.length).toBeGreaterThan(3);
      const off = functions.filter(
        ({ emulated, trace }) =>
          !near(emulated.instructions, trace.instructions, 0) ||
          !near(emulated.loads, trace.loads, 1) ||
          !near(emulated.stores, trace.stores, 1),
      );
      const lines = off.map((one) => `${one.name} ${text(one.emulated)} for ${text(one.trace)}`);
      expect(lines).toEqual(exceptions[kernel]?.[name] ?? []);
    });
  });
}
