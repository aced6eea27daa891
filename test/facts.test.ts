import { expect, test } from "vitest";
import {
  block,
  callsOf,
  counts,
  inclusive,
  linesText,
  row,
  rowsText,
  run,
  structText,
  trace,
} from "../tools/facts.mjs";

const namesOf = (call: { calls: { name: string }[] }) => call.calls.map(({ name }) => name);
const SYN = "synseen_inject_others0_target_oldest";

test("3.6: sys_listen with backlog 128 is 7737 instructions; zeroing the SYN table is 512 repeated stores", () => {
  const [call] = callsOf(trace("3.6", "listen_first_bl128").root, "sys_listen");
  const total = inclusive(call);
  expect([total.instructions, total.loads, total.stores, total.repStores]).toEqual([7737, 367, 73, 512]);
  expect([total.read.size, total.written.size]).toEqual([40, 50]);
});

test("3.6: the call tree gives the counted instructions, loads and stores of every function", () => {
  let compared = 0;
  for (const name of ["listen_first_bl128", SYN, "connect_others0_target_oldest"]) {
    for (const [key, counted] of Object.entries<Record<string, number>>(counts("3.6")[name].functions)) {
      const total = inclusive(callsOf(trace("3.6", name).root, key)[0]);
      if (total.instructions !== counted.insns) continue; // another repetition was counted, with other hash chains
      const found = [total.loads + total.repLoads, total.stores + total.repStores];
      expect([key, ...found]).toEqual([key, counted.loads_nonstack, counted.stores_nonstack]);
      compared++;
    }
  }
  expect(compared).toBe(64);
});

test("2.6.20: rows are constants in aligned columns", () => {
  expect(rowsText("2.6.20", ["inet_listen", "lock_sock_nested", "reqsk_queue_alloc"])).toBe(
    [
      "export const inet_listen       = text(0xc0219dd0, 119, 37, 4, 6); // trace listen_first_bl128",
      "export const lock_sock_nested  = text(0xc01d69a0, 143, 19, 3, 4); // trace listen_first_bl128",
      "export const reqsk_queue_alloc = text(0xc01d7550, 213, 85, 7, 9); // trace listen_first_bl128",
    ].join("\n"),
  );
});

test("3.6: a row leaves out repeated accesses and says so", () => {
  expect(row("3.6", "__kmalloc")).toEqual({
    name: "__kmalloc",
    address: 0xc109ca00,
    bytes: 331,
    instructions: 71,
    stackLoads: 8,
    stackStores: 7,
    notes: ["trace listen_first_bl128", "without 512 rep accesses"],
  });
});

test("of several symbols at one address the function is named, not the section", () => {
  expect(callsOf(trace("3.6", "listen_first_bl128").root, "_raw_spin_lock").length).toBeGreaterThan(0);
  expect(callsOf(trace("2.6.20", "listen_first_bl128").root, "__lock_text_start")).toEqual([]);
});

test("a tail call counts beneath the function that jumped", () => {
  const [release] = callsOf(trace("3.6", "listen_first_bl128").root, "release_sock");
  expect(namesOf(release)).toEqual(["_raw_spin_lock_bh", "tcp_release_cb", "_raw_spin_unlock_bh"]);
  expect(namesOf(release.calls[2])).toEqual(["local_bh_enable_ip"]);
});

test("3.6: building the SYN-ACK is 780 instructions and writes 10 lines", () => {
  const { notes, ...figures } = block("3.6", SYN, "tcp_make_synack");
  expect(figures).toEqual({
    name: "tcp_make_synack",
    address: 0xc119d630,
    codeBytes: 3072,
    instructions: 780,
    loads: 84,
    stores: 91,
    stackLoads: 99,
    stackStores: 81,
    locked: 0,
    linesRead: 35,
    linesWritten: 10,
  });
  expect(notes[0]).toMatch(/^trace synseen_inject_others0_target_oldest: __alloc_skb, /);
});

test("lines that a block shares with the rest of the call are not its own", () => {
  const names = [
    "kfree_skbmem",
    "skb_release_data",
    "tcp_select_initial_window",
    "tcp_make_synack",
    "ip_build_and_send_pkt",
  ];
  expect(
    linesText("2.6.20", SYN, ["tcp_v4_rcv#0", ...names])
      .split("\n")
      .slice(1),
  ).toEqual([
    "kfree_skbmem                  8        2         6            2",
    "skb_release_data              8        1         3            1",
    "tcp_select_initial_window     4        1         1            0",
    "tcp_make_synack              27       13         6            3",
    "ip_build_and_send_pkt        34       12        16            6",
  ]);
  expect(() => linesText("2.6.20", SYN, ["tcp_v4_rcv#0"])).toThrow("at least one function");
});

test("a struct becomes a class with its own fields at absolute offsets", () => {
  expect(structText("2.6.20", ["inet_request_sock"])).toBe(`/** struct inet_request_sock, 60 bytes. */
@unmanaged @struct(60) export class inet_request_sock extends request_sock {
  @at(40) inet6_rsk_offset: u16;
  @at(44) loc_addr: u32;
  @at(48) rmt_addr: u32;
  @at(52) rmt_port: u16;
  @at(54) snd_wscale_bits: u8; // bits: snd_wscale 0-3, rcv_wscale 4-7
  @at(55) tstamp_ok_bits: u8; // bits: tstamp_ok 0, sack_ok 1, wscale_ok 2, ecn_ok 3, acked 4
  @at(56) opt: u32;
}`);
});

test.each([
  [["rows", "2.6.21", "inet_listen"], 'unknown kernel "2.6.21": use 1.2, 2.6.20, 3.6, 4.3 or 4.14'],
  [["tree", "4.3", SYN], 'no traces of kernel "4.3": use 2.6.20 or 3.6'],
  [["rows", "3.6", "inet_listen", "nosuch"], "3.6 has no function nosuch"],
  [["struct", "4.14", "nosuch"], '4.14 has no struct "nosuch" in layouts.json'],
  [["tree", "3.6", SYN, "nosuch"], `no call of "nosuch" in ${SYN} on 3.6`],
])("%j is refused", (words, message) => {
  expect(() => run(words)).toThrow(message);
});
