// What the host sees of a booted kernel (abi.ts, View). Free of charge: everything is read with peek.
import { View, viewWord } from "../abi";
import { audit } from "./audit";
import { FD_ARRAY, FDT } from "./audit_layout";
import { filesOfProcess, socket_file_ops } from "./file";
import { TCP_LISTEN } from "./tcp_states";
import { describeDiag, describeStates } from "./view_flow";
import {
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
import { at } from "./view_memory";
import { describeNetstat } from "./view_netstat";
import { describeQueues } from "./view_queue";
import { describeMemory, describeSlab, describeVmalloc } from "./view_slab";

/** Bucket chains are shown up to this length. */
const SHOWN: u32 = 500;

/** Fills the view buffer; the words written. */
export function describe(what: i32, argument: i32): i32 {
  if (what == View.socket) return describeSocket(argument);
  if (what == View.bucket) return describeBucket(argument);
  if (what == View.bucketSocks) return describeBucketSocks(argument);
  if (what == View.netstat) return describeNetstat();
  if (what == View.slab) return describeSlab(argument);
  if (what == View.vmalloc) return describeVmalloc(argument);
  if (what == View.memory) return describeMemory();
  if (what == View.states) return describeStates(argument);
  if (what == View.audit) return audit();
  return 0;
}

/** The struct socket of a descriptor, 0 if it is none. */
function socketOf(fd: i32): u32 {
  const fdt = at<u32>(filesOfProcess() + FDT);
  if (<u32>fd >= at<u32>(fdt)) return 0;
  const file = at<u32>(at<u32>(fdt + FD_ARRAY) + <u32>fd * 4);
  if (file == 0 || at<u32>(file + F_OP) != socket_file_ops) return 0;
  return at<u32>(file + PRIVATE_DATA);
}

function describeSocket(fd: i32): i32 {
  const sock = socketOf(fd);
  for (let i = 0; i < 20; i++) viewWord(i, 0);
  if (sock == 0) return 20;
  const sk = at<u32>(sock + SK_OF_SOCKET);
  const port = at<u16>(sk + NUM);
  const state = at<u8>(sk + STATE);
  viewWord(0, 1);
  viewWord(1, state);
  viewWord(2, port);
  viewWord(3, bswap<u32>(at<u32>(sk + RCV_SADDR)));
  viewWord(4, bucketOf(port));
  viewWord(9, u32.MAX_VALUE); // only a SYN table has a max_qlen_log
  viewWord(15, sk);
  describeDiag(sk);
  describeQueues(sk, state == TCP_LISTEN);
  return 20;
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

function describeBucketSocks(bucket: i32): i32 {
  let length: u32 = 0;
  let node = at<u32>(firstInBucket(bucket));
  while (!isEnd(node) && length < SHOWN) {
    viewWord(length++, node - NODE);
    node = at<u32>(node);
  }
  return length;
}
