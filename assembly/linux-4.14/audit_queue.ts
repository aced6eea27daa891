// The audit of half-open requests of Linux 4.14: they stand in ehash, each with a timer and a reference on its listener,
// who counts them; and of the groups of listeners that share a port. Free of charge.
import { peek } from "../machine/ram";
import { fault, foundRequest, foundSocket } from "./audit";
import { BIND_HASH, CHAINS, firstChain, isChainEnd, SK_FLAGS } from "./audit_layout";
import { PAGE_OFFSET } from "./memory_map";
import { TCP_LISTEN, TCP_NEW_SYN_RECV } from "./tcp_states";
import { ACCEPT_QUEUE, NODE, STATE } from "./view_layout";
import { word } from "./view_memory";

const QLEN: u32 = 12; // offsetof(struct request_sock_queue, qlen)
const YOUNG: u32 = 16; // offsetof(struct request_sock_queue, young)
const RSK_LISTENER: u32 = 80; // offsetof(struct sock_common, skc_listener)
const REFCNT: u32 = 100; // offsetof(struct sock_common, skc_refcnt)
const COOKIE_TS: u32 = 119; // offsetof(struct request_sock, cookie_ts), a bit; num_timeout beside it
const TIMER_PPREV: u32 = 128; // rsk_timer.entry.pprev of struct request_sock
const REUSEPORT_CB: u32 = 472; // offsetof(struct sock, sk_reuseport_cb)
const NUM_SOCKS: u32 = 10; // offsetof(struct sock_reuseport, num_socks)
const SOCKS: u32 = 16; // sizeof(struct sock_reuseport)
const SOCK_DEAD: u32 = 1;

function stateOf(sk: u32): u8 {
  return peek<u8>(sk + STATE - PAGE_OFFSET);
}

/** The requests are found in ehash (auditHashedRequest), not in a table of the listener's. */
export function synQueueLength(_sk: u32): u32 {
  return 0;
}

export function hasSynQueue(_sk: u32): bool {
  return true;
}

/** qlen and young are what ehash holds; the group of a listener that shares its port knows it. */
export function auditSynQueue(sk: u32): void {
  let all: u32 = 0;
  let young: u32 = 0;
  const first = firstChain();
  if (word(sk + ACCEPT_QUEUE + QLEN) != 0) {
    for (let i: u32 = 0; i < CHAINS; i++) {
      for (let node = word(first + i * 4); !isChainEnd(node); node = word(node)) {
        const req = node - NODE;
        if (stateOf(req) != TCP_NEW_SYN_RECV || word(req + RSK_LISTENER) != sk) continue;
        all++;
        if (peek<u8>(req + COOKIE_TS - PAGE_OFFSET) < 2) young++;
      }
    }
  }
  if (all != word(sk + ACCEPT_QUEUE + QLEN) || young != word(sk + ACCEPT_QUEUE + YOUNG)) fault(sk);
  auditGroup(sk);
}

function auditGroup(sk: u32): void {
  const group = word(sk + REUSEPORT_CB);
  if (group == 0) return;
  const members = peek<u16>(group + NUM_SOCKS - PAGE_OFFSET);
  let found: u32 = 0;
  for (let i: u32 = 0; i < members; i++) {
    const member = word(group + SOCKS + i * 4);
    if (member == sk) found++;
    if (word(member + REUSEPORT_CB) != group || word(member + BIND_HASH) != word(sk + BIND_HASH)) fault(group);
  }
  if (found != 1) fault(sk);
}

/** A half-open request: the table and its timer hold it. Its listener is there as long as it, closed or not. */
export function auditHashedRequest(req: u32): void {
  foundRequest();
  if (word(req + REFCNT) != 2 || word(req + TIMER_PPREV) == 0) fault(req);
  const listener = word(req + RSK_LISTENER);
  if (listener == 0 || word(listener + REFCNT) == 0) fault(req);
  else if (stateOf(listener) != TCP_LISTEN && word(listener + SK_FLAGS) & SOCK_DEAD && isFirstOf(listener, req)) {
    foundSocket(); // it is no descriptor's any more
  }
}

/** Whether `req` is the first of its listener's requests in ehash. */
function isFirstOf(listener: u32, req: u32): bool {
  const first = firstChain();
  for (let i: u32 = 0; i < CHAINS; i++) {
    for (let node = word(first + i * 4); !isChainEnd(node); node = word(node)) {
      const other = node - NODE;
      if (stateOf(other) == TCP_NEW_SYN_RECV && word(other + RSK_LISTENER) == listener) return other == req;
    }
  }
  return false;
}
