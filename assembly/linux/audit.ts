// What ought never to be (abi.ts, View.audit): counters that differ from their lists, objects that nobody holds, held
// locks, lists out of order. Free of charge.
import { viewWord } from "../abi";
import { peek } from "../machine/ram";
import {
  ACCEPT_HEAD,
  ACCEPT_TAIL,
  ackBacklog,
  BIND_HASH,
  BIND_NODE,
  bindBucketOf,
  CHAIN_STEP,
  CHAINS,
  DL_NEXT,
  F_COUNT,
  FD_ARRAY,
  FDT,
  firstBindChain,
  firstChain,
  isChainEnd,
  OWNED,
  REQ_SK,
  SK_FLAGS,
  SK_TYPE,
  TB_NODE,
  TB_OWNERS,
  TB_PORT,
} from "./audit_layout";
import { auditHashedRequest, auditSynQueue, hasSynQueue, synQueueLength } from "./audit_queue";
import { auditCache } from "./audit_slab";
import { CacheName } from "./cache_names";
import { BHASH_SIZE, VMALLOC_START } from "./config";
import { filesOfProcess, socket_file_ops } from "./file";
import { heldLock } from "./held";
import { PAGE_OFFSET } from "./memory_map";
import { activeObjects, cacheAt, cacheName } from "./slab";
import { TCP_LISTEN, TCP_TIME_WAIT } from "./tcp_states";
import {
  ACCEPT_QUEUE,
  bucketOf,
  F_OP,
  firstInBucket,
  isEnd,
  NODE,
  NUM,
  PRIVATE_DATA,
  SK_OF_SOCKET,
  STATE,
} from "./view_layout";
import { word } from "./view_memory";

/** From 4.4 on a request is in the table of connections. */
const TCP_NEW_SYN_RECV: u8 = 12;
const SOCK_STREAM: u16 = 1;
const SOCK_DEAD: u32 = 1; // bit 0 of sk_flags
const BUCKETS: u32 = 32;
/** A list that goes on for so long goes in a circle. */
const LONGEST: u32 = 1 << 22;
const BOTH_ODD: u64 = 0x0000000100000001;
/** Faults that the view has room for; more are not told. */
const MOST: u32 = 1024;

let faults: u32 = 0;
/** Objects that were found. */
let requests: u32 = 0;
let connections: u32 = 0;
let timeWaits: u32 = 0;
let bindBuckets: u32 = 0;

/** Something is wrong with the object at `address`. */
export function fault(address: u32): void {
  if (faults < MOST) viewWord(faults++, address);
}

/** Whether a list of `length` so far, of the object at `address`, will not end. */
export function circles(length: u32, address: u32): bool {
  if (length <= LONGEST) return false;
  fault(address);
  return true;
}

/** A half-open request was found in the table of connections. */
export function foundRequest(): void {
  requests++;
}

/** A closed TCP socket was found that something still holds. */
export function foundSocket(): void {
  connections++;
}

/** View.audit. */
export function audit(): i32 {
  faults = requests = connections = timeWaits = bindBuckets = 0;
  for (let i: u32 = 0; heldLock(i) != 0; i++) fault(heldLock(i));
  auditListeners();
  auditConnections();
  auditBindBuckets();
  const counted = auditDescriptors();
  for (let i: u32 = 0; cacheAt(i) != 0; i++) {
    const cache = cacheAt(i);
    auditCache(cache);
    const name = cacheName(cache);
    if (name == CacheName.request_sock_TCP) expectObjects(cache, requests);
    if (name == CacheName.tw_sock_TCP) expectObjects(cache, timeWaits);
    if (name == CacheName.tcp_bind_bucket) expectObjects(cache, bindBuckets);
  }
  if (counted) expectSockets();
  return faults;
}

function expectObjects(cache: u32, found: u32): void {
  if (activeObjects(cache) != found) fault(cache);
}

/** Every TCP socket is a descriptor's, waits to be accepted, or is a closed one on its way out. */
function expectSockets(): void {
  let active: u32 = 0;
  let last: u32 = 0;
  for (let i: u32 = 0; cacheAt(i) != 0; i++) {
    const cache = cacheAt(i);
    if (cacheName(cache) != CacheName.TCP && cacheName(cache) != CacheName.TCPv6) continue;
    active += activeObjects(cache);
    last = cache;
  }
  if (active != connections) fault(last);
}

// ---- Listeners

function auditListeners(): void {
  for (let bucket: u32 = 0; bucket < BUCKETS; bucket++) {
    let from = firstInBucket(bucket);
    let length: u32 = 0;
    for (let node = word(from); !isEnd(node); node = word(node)) {
      const sk = node - NODE;
      if (circles(++length, firstInBucket(bucket))) return;
      if (word(node + 4) != from) fault(node);
      if (peek<u8>(sk + STATE - PAGE_OFFSET) != TCP_LISTEN || bucketOf(portOf(sk)) != bucket) fault(sk);
      auditListener(sk);
      from = node;
    }
  }
}

function portOf(sk: u32): u32 {
  return peek<u16>(sk + NUM - PAGE_OFFSET);
}

/** Its queues are as long as it thinks. */
function auditListener(sk: u32): void {
  if (hasSynQueue(sk)) {
    auditSynQueue(sk);
    requests += synQueueLength(sk);
  }
  const queue = sk + ACCEPT_QUEUE;
  let length: u32 = 0;
  let last: u32 = 0;
  for (let req = word(queue + ACCEPT_HEAD); req != 0; req = word(req + DL_NEXT)) {
    if (circles(++length, sk)) return;
    if (word(req + REQ_SK) == 0) fault(req);
    last = req;
  }
  if (length != ackBacklog(sk) || (length != 0 && word(queue + ACCEPT_TAIL) != last)) fault(sk);
  requests += length;
  connections += length;
}

// ---- Connections, TIME_WAIT

function auditConnections(): void {
  const first = firstChain();
  const end = first + CHAINS * CHAIN_STEP;
  // Nearly all are empty, so two words at a time are looked at: a lock and a head, or two heads of lists that end odd.
  for (let at = first & ~7; at < end; at += 8) {
    const pair = peek<u64>(at - PAGE_OFFSET);
    if (CHAIN_STEP == 8) {
      if (<u32>(pair >> 32) != 0) auditChain(at + 4);
    } else if ((pair & BOTH_ODD) != BOTH_ODD) {
      auditChain(at);
      auditChain(at + 4);
    }
  }
}

function auditChain(head: u32): void {
  let from = head;
  let length: u32 = 0;
  for (let node = word(from); !isChainEnd(node); node = word(node)) {
    if (circles(++length, head)) return;
    if (word(node + 4) != from) fault(node);
    auditConnection(node - NODE);
    from = node;
  }
}

function auditConnection(sk: u32): void {
  const state = peek<u8>(sk + STATE - PAGE_OFFSET);
  if (state == TCP_TIME_WAIT) timeWaits++;
  else if (state == TCP_NEW_SYN_RECV) auditHashedRequest(sk);
  else if (state == TCP_LISTEN || state == 0) fault(sk);
  else {
    if (word(sk + OWNED) != 0) fault(sk);
    if (word(sk + SK_FLAGS) & SOCK_DEAD) connections++;
  }
}

// ---- Ports

function auditBindBuckets(): void {
  const first = firstBindChain();
  for (let i: u32 = 0; i < BHASH_SIZE; i++) {
    let from = first + i * 8;
    let length: u32 = 0;
    for (let node = word(from); node != 0; node = word(node)) {
      const tb = node - TB_NODE;
      if (circles(++length, tb)) return;
      const port = peek<u16>(tb + TB_PORT - PAGE_OFFSET);
      if (word(node + 4) != from || bindBucketOf(port) != i) fault(tb);
      auditOwners(tb, port);
      bindBuckets++;
      from = node;
    }
  }
}

/** A port has owners, who know it. */
function auditOwners(tb: u32, port: u32): void {
  let from = tb + TB_OWNERS;
  let length: u32 = 0;
  for (let node = word(from); node != 0; node = word(node)) {
    const sk = node - BIND_NODE;
    if (circles(++length, tb)) return;
    if (word(node + 4) != from) fault(node);
    if (peek<u8>(sk + STATE - PAGE_OFFSET) != TCP_TIME_WAIT && (word(sk + BIND_HASH) != tb || portOf(sk) != port))
      fault(sk);
    from = node;
  }
  if (length == 0) fault(tb);
}

// ---- Descriptors

/** Beyond so many descriptors it would take too long to tell which are the same file. */
const MOST_DESCRIPTORS: u32 = 256;

/** Counts the TCP sockets that are open; false if that takes too long. */
function auditDescriptors(): bool {
  const fdt = word(filesOfProcess() + FDT);
  const most = word(fdt);
  const files = word(fdt + FD_ARRAY);
  if (files >= VMALLOC_START || most > MOST_DESCRIPTORS) return false;
  for (let fd: u32 = 0; fd < most; fd++) {
    const file = word(files + fd * 4);
    if (file == 0) continue;
    let same: u32 = 0;
    for (let other: u32 = 0; other < most; other++) {
      if (word(files + other * 4) != file) continue;
      if (other < fd) same = u32.MAX_VALUE;
      else if (same != u32.MAX_VALUE) same++;
    }
    if (same == u32.MAX_VALUE) continue;
    if (word(file + F_COUNT) != same) fault(file);
    if (word(file + F_OP) == socket_file_ops) auditSocket(word(file + PRIVATE_DATA));
  }
  return true;
}

function auditSocket(sock: u32): void {
  const sk = word(sock + SK_OF_SOCKET);
  if (sk == 0) return;
  if (word(sk + OWNED) != 0) fault(sk);
  if (peek<u16>(sk + SK_TYPE - PAGE_OFFSET) == SOCK_STREAM) connections++;
}
