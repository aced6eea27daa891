// What the host sees of connections in Linux 4.14 (kernel.ts, flow; abi.ts, View.states and the last words of View.socket):
// one table for connections, half-open requests and TIME_WAIT. Free of charge: everything is read with peek.
import { viewWord } from "../abi";
import { peek } from "../machine/ram";
import { EHASH_SIZE } from "./config";
import { tcp_hashinfo } from "./inet_hashtables";
import { is_a_nulls } from "./list";
import { PAGE_OFFSET } from "./memory_map";
import { TCP_LISTEN, TCP_NEW_SYN_RECV, TCP_SYN_RECV, TCP_TIME_WAIT } from "./tcp_states";
import {
  COPIED_SEQ,
  DADDR,
  DPORT,
  PACKETS_OUT,
  RCV_NXT,
  SK_TYPE,
  SND_UNA,
  TW_SUBSTATE,
  WRITE_SEQ,
} from "./view_connections";
import { ACK_BACKLOG, firstInBucket, isEnd, NODE, NUM, RCV_SADDR, STATE } from "./view_layout";

const STATES: i32 = 13;
const LISTENING_BUCKETS: i32 = 32;

function at<T>(address: u32): T {
  return peek<T>(address - PAGE_OFFSET);
}

/** What ss shows: a request is in SYN_RECV, and TIME_WAIT may stand for FIN_WAIT2. */
function shownState(sk: u32): u8 {
  const state = at<u8>(sk + STATE);
  if (state == TCP_NEW_SYN_RECV) return TCP_SYN_RECV;
  return state == TCP_TIME_WAIT ? at<u8>(sk + TW_SUBSTATE) : state;
}

/** The first sock of a chain of ehash. */
export function ehashFirst(bucket: u32): u32 {
  return at<u32>(at<u32>(changetype<usize>(tcp_hashinfo)) + bucket * 4);
}

/** The ops table's `flow`: the peer comes first; addresses and ports in host order. */
export function flow(saddr: u32, sport: u32, daddr: u32, dport: u32): i32 {
  const faddr = bswap<u32>(saddr);
  const fport = bswap<u16>(<u16>sport);
  const laddr = bswap<u32>(daddr);
  for (let bucket: u32 = 0; bucket < EHASH_SIZE; bucket++) {
    for (let node = ehashFirst(bucket); !is_a_nulls(node); node = at<u32>(node)) {
      const sk = node - NODE;
      if (at<u16>(sk + NUM) != dport || at<u16>(sk + DPORT) != fport) continue;
      if (at<u32>(sk + DADDR) == faddr && at<u32>(sk + RCV_SADDR) == laddr) return shownState(sk);
    }
  }
  return 0;
}

const count: usize = memory.data(13 * 4);

function add(state: u32): void {
  const word = count + ((<usize>state) << 2);
  store<u32>(word, load<u32>(word) + 1);
}

/** View.states of a local port, 0 for all. */
export function describeStates(port: i32): i32 {
  memory.fill(count, 0, STATES * 4);
  for (let bucket: u32 = 0; bucket < EHASH_SIZE; bucket++) {
    for (let node = ehashFirst(bucket); !is_a_nulls(node); node = at<u32>(node)) {
      const sk = node - NODE;
      if (port == 0 || at<u16>(sk + NUM) == port) add(shownState(sk));
    }
  }
  for (let bucket = 0; bucket < LISTENING_BUCKETS; bucket++) {
    for (let node = at<u32>(firstInBucket(bucket)); !isEnd(node); node = at<u32>(node)) {
      if (port == 0 || at<u16>(node - NODE + NUM) == port) add(TCP_LISTEN);
    }
  }
  for (let i = 0; i < STATES; i++) viewWord(i, load<u32>(count + ((<usize>i) << 2)));
  return STATES;
}

/** Words 16 to 19 of View.socket: what ss (sock_diag) and getsockopt(TCP_INFO) are told. */
export function describeDiag(sk: u32): void {
  for (let i = 16; i < 20; i++) viewWord(i, 0);
  if (at<u16>(sk + SK_TYPE) != 1) return;
  if (at<u8>(sk + STATE) == TCP_LISTEN) {
    const waiting = at<u32>(sk + ACK_BACKLOG);
    const limit = at<u32>(sk + ACK_BACKLOG + 4);
    viewWord(16, waiting);
    viewWord(17, limit);
    viewWord(18, waiting);
    viewWord(19, limit);
    return;
  }
  viewWord(16, max<i32>(at<u32>(sk + RCV_NXT) - at<u32>(sk + COPIED_SEQ), 0));
  viewWord(17, at<u32>(sk + WRITE_SEQ) - at<u32>(sk + SND_UNA));
  viewWord(18, at<u32>(sk + PACKETS_OUT));
}
