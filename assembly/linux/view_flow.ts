// What the host sees of connections (kernel.ts, flow; abi.ts, View.states and the last words of View.socket). Free of
// charge: everything is read with peek.
import { viewWord } from "../abi";
import { peek } from "../machine/ram";
import { PAGE_OFFSET } from "./memory_map";
import {
  BACKLOG_BYTES,
  COPIED_SEQ,
  DADDR,
  DPORT,
  ehashBucket,
  ehashFirst,
  ehashSize,
  PACKETS_OUT,
  RCV_NXT,
  SK_TYPE,
  SND_UNA,
  TELLS_QUEUE_LIMIT,
  TW_DADDR,
  TW_DPORT,
  TW_NUM,
  TW_RCV_SADDR,
  TW_SUBSTATE,
  WRITE_SEQ,
} from "./view_connections";
import { ACK_BACKLOG, firstInBucket, isEnd, NODE, NUM, RCV_SADDR, STATE } from "./view_layout";
import { hasRequest, requestsOf } from "./view_requests";

const TCP_SYN_RECV: i32 = 3;
const TCP_TIME_WAIT: u8 = 6;
const TCP_LISTEN: u8 = 10;
const STATES: i32 = 13;
const LISTENING_BUCKETS: i32 = 32;

function at<T>(address: u32): T {
  return peek<T>(address - PAGE_OFFSET);
}

/** The ops table's `flow`: the peer comes first; addresses and ports in host order. */
export function flow(saddr: u32, sport: u32, daddr: u32, dport: u32): i32 {
  const faddr = bswap<u32>(saddr);
  const fport = bswap<u16>(<u16>sport);
  const laddr = bswap<u32>(daddr);
  const bucket = ehashBucket(laddr, dport, faddr, fport);
  for (let chain: u32 = 0; chain < 2; chain++) {
    for (let node = ehashFirst(bucket, chain); !isEnd(node); node = at<u32>(node)) {
      const sk = node - NODE;
      const state = at<u8>(sk + STATE);
      if (state == TCP_TIME_WAIT) {
        const same = at<u16>(sk + TW_NUM) == dport && at<u16>(sk + TW_DPORT) == fport;
        if (same && at<u32>(sk + TW_DADDR) == faddr && at<u32>(sk + TW_RCV_SADDR) == laddr)
          return at<u8>(sk + TW_SUBSTATE);
      } else {
        const same = at<u16>(sk + NUM) == dport && at<u16>(sk + DPORT) == fport;
        if (same && at<u32>(sk + DADDR) == faddr && at<u32>(sk + RCV_SADDR) == laddr) return state;
      }
    }
  }
  return hasRequest(faddr, fport, laddr, dport) ? TCP_SYN_RECV : 0;
}

const count: usize = memory.data(13 * 4);

function add(state: u32, number: u32): void {
  const word = count + ((<usize>state) << 2);
  store<u32>(word, load<u32>(word) + number);
}

/** View.states of a local port, 0 for all. */
export function describeStates(port: i32): i32 {
  memory.fill(count, 0, STATES * 4);
  const buckets = ehashSize();
  for (let bucket: u32 = 0; bucket < buckets; bucket++) {
    for (let chain: u32 = 0; chain < 2; chain++) {
      for (let node = ehashFirst(bucket, chain); !isEnd(node); node = at<u32>(node)) countConnection(node - NODE, port);
    }
  }
  for (let bucket = 0; bucket < LISTENING_BUCKETS; bucket++) {
    for (let node = at<u32>(firstInBucket(bucket)); !isEnd(node); node = at<u32>(node)) {
      const sk = node - NODE;
      if (port != 0 && at<u16>(sk + NUM) != port) continue;
      add(TCP_LISTEN, 1);
      add(TCP_SYN_RECV, requestsOf(sk));
    }
  }
  for (let i = 0; i < STATES; i++) viewWord(i, load<u32>(count + ((<usize>i) << 2)));
  return STATES;
}

function countConnection(sk: u32, port: i32): void {
  const state = at<u8>(sk + STATE);
  const timewait = state == TCP_TIME_WAIT;
  if (port != 0 && at<u16>(sk + (timewait ? TW_NUM : NUM)) != port) return;
  add(timewait ? at<u8>(sk + TW_SUBSTATE) : state, 1);
}

function backlog(address: u32): u32 {
  return BACKLOG_BYTES == 2 ? at<u16>(address) : at<u32>(address);
}

/** Words 16 to 19 of View.socket: what ss (sock_diag) and getsockopt(TCP_INFO) are told. */
export function describeDiag(sk: u32): void {
  for (let i = 16; i < 20; i++) viewWord(i, 0);
  if (at<u16>(sk + SK_TYPE) != 1) return;
  if (at<u8>(sk + STATE) == TCP_LISTEN) {
    const waiting = backlog(sk + ACK_BACKLOG);
    const limit = backlog(sk + ACK_BACKLOG + BACKLOG_BYTES);
    viewWord(16, waiting);
    if (!TELLS_QUEUE_LIMIT) return;
    viewWord(17, limit);
    viewWord(18, waiting);
    viewWord(19, limit);
    return;
  }
  viewWord(16, max<i32>(at<u32>(sk + RCV_NXT) - at<u32>(sk + COPIED_SEQ), 0));
  viewWord(17, at<u32>(sk + WRITE_SEQ) - at<u32>(sk + SND_UNA));
  viewWord(18, at<u32>(sk + PACKETS_OUT));
}
