// What the host sees of a booted kernel (abi.ts, View). Free of charge: everything is read with peek.
import { View, viewWord } from "../abi";
import { translate } from "../machine/mmu";
import { peek } from "../machine/ram";
import { VMALLOC_START } from "./config";
import { filesOfProcess, socket_file_ops } from "./file";
import {
  ACCEPT_QUEUE,
  ACK_BACKLOG,
  bucketOf,
  F_OP,
  firstInBucket,
  isEnd,
  NODE,
  NUM,
  PRIVATE_DATA,
  RCV_SADDR,
  SK_OF_SOCKET,
  STATE,
} from "./view_layout";
import { describeNetstat } from "./view_netstat";
import { describeMemory, describeSlab, describeVmalloc, sizeClassOf } from "./view_slab";

const QLEN: u32 = 4; // offsetof(struct listen_sock, qlen)
const QLEN_YOUNG: u32 = 8; // offsetof(struct listen_sock, qlen_young)
const NR_TABLE_ENTRIES: u32 = 20; // offsetof(struct listen_sock, nr_table_entries)
const HEADER: u32 = 24; // sizeof(struct listen_sock)
const LISTEN_OPT: u32 = 16; // offsetof(struct request_sock_queue, listen_opt)
/** Bucket chains are shown up to this length. */
const SHOWN: u32 = 500;

/** Reads a virtual address. */
function at<T>(address: u32): T {
  return peek<T>(translate(address));
}

/** Fills the view buffer; the words written. */
export function describe(what: i32, argument: i32): i32 {
  if (what == View.socket) return describeSocket(argument);
  if (what == View.bucket) return describeBucket(argument);
  if (what == View.netstat) return describeNetstat();
  if (what == View.slab) return describeSlab(argument);
  if (what == View.vmalloc) return describeVmalloc(argument);
  if (what == View.memory) return describeMemory();
  return 0;
}

/** The struct socket of a descriptor, 0 if it is none. */
function socketOf(fd: i32): u32 {
  const fdt = at<u32>(filesOfProcess() + 4);
  if (<u32>fd >= at<u32>(fdt)) return 0;
  const file = at<u32>(at<u32>(fdt + 4) + <u32>fd * 4);
  if (file == 0 || at<u32>(file + F_OP) != socket_file_ops) return 0;
  return at<u32>(file + PRIVATE_DATA);
}

function describeSocket(fd: i32): i32 {
  const sock = socketOf(fd);
  for (let i = 0; i < 16; i++) viewWord(i, 0);
  if (sock == 0) return 16;
  const sk = at<u32>(sock + SK_OF_SOCKET);
  const port = at<u16>(sk + NUM);
  const state = at<u8>(sk + STATE);
  viewWord(0, 1);
  viewWord(1, state);
  viewWord(2, port);
  viewWord(3, bswap<u32>(at<u32>(sk + RCV_SADDR)));
  viewWord(4, bucketOf(port));
  viewWord(5, at<u16>(sk + ACK_BACKLOG));
  viewWord(6, at<u16>(sk + ACK_BACKLOG + 2));
  viewWord(15, sk);
  if (state != 10) return 16; // only a listener has a SYN table
  const lopt = at<u32>(sk + ACCEPT_QUEUE + LISTEN_OPT);
  if (lopt == 0) return 16;
  const entries = at<u32>(lopt + NR_TABLE_ENTRIES);
  viewWord(7, at<u32>(lopt + QLEN));
  viewWord(8, at<u32>(lopt + QLEN_YOUNG));
  viewWord(9, at<u8>(lopt));
  viewWord(10, entries);
  viewWord(11, HEADER + entries * 4);
  viewWord(12, lopt);
  const inVmalloc = lopt >= VMALLOC_START;
  viewWord(13, inVmalloc ? 1 : 0);
  viewWord(14, inVmalloc ? 0 : sizeClassOf(lopt));
  return 16;
}

function describeBucket(bucket: i32): i32 {
  let length: u32 = 0;
  for (let node = at<u32>(firstInBucket(bucket)); !isEnd(node); node = at<u32>(node)) {
    if (length < SHOWN) {
      const sk = node - NODE;
      viewWord(1 + length * 2, at<u16>(sk + NUM));
      viewWord(2 + length * 2, bswap<u32>(at<u32>(sk + RCV_SADDR)));
    }
    length++;
  }
  viewWord(0, length);
  return 1 + min<u32>(length, SHOWN) * 2;
}
