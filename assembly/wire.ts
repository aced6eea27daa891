// The wire: the segment that arrives, and the answers that the kernel sends. Free of charge; addresses and ports in
// host order.

export const FIN: u32 = 0x01;
export const SYN: u32 = 0x02;
export const RST: u32 = 0x04;
export const PSH: u32 = 0x08;
export const ACK: u32 = 0x10;
export const URG: u32 = 0x20;
/** Not of TCP: the segment carries no options. Without it a SYN has MSS, SACK, timestamp and window scale, and any
 * other segment but a reset a timestamp. */
export const BARE: u32 = 0x100;

@unmanaged
export class Segment {
  saddr: u32 = 0;
  daddr: u32 = 0;
  sport: u32 = 0;
  dport: u32 = 0;
  seq: u32 = 0;
  ack: u32 = 0;
  flags: u32 = 0;
  /** Bytes of data behind the header. */
  length: u32 = 0;
  /** Interface that it came in by. */
  dev: i32 = 1;
}

/** The segment that receive() is about. */
export const arriving: Segment = changetype<Segment>(memory.data(offsetof<Segment>(), 4));

/** What became of the last segment: the words of the scenario format, in this order. */
export const enum Outcome {
  synack = 0,
  cookie = 1,
  drop = 2,
  rst = 3,
  established = 4,
  acked = 5,
  resent = 6,
  delivered = 7,
  closed = 8,
}

export let outcome: Outcome = Outcome.drop;
/** Answers to the last segment, and flags, sequence and acknowledgement number of the latest one. */
export let answers: u32 = 0;
export let answerFlags: u32 = 0;
export let answerSeq: u32 = 0;
export let answerAck: u32 = 0;

/** A new segment arrives: no answers yet, and it is dropped unless the kernel says otherwise. */
export function startSegment(): void {
  answers = 0;
  outcome = Outcome.drop;
}

/** The kernel decided what becomes of the segment. */
export function decide(what: Outcome): void {
  outcome = what;
}

// ---- What was sent since the host's last call, in order: 32 bytes each.
//
//   f64 milliseconds since boot | saddr | daddr | sport << 16 | dport | seq | ack | flags << 24 | bytes of data

const RECORD: usize = 32;
const ROOM: u32 = 1 << 16;
/** The log counts as full when so many records are left: what the timers of one tick may send. */
const RESERVE: u32 = 1 << 15;

export const log: usize = memory.data(0x10000 * 32, 16);
/** Records in the log; segments beyond its room are counted in `synacks` alone. */
export let logged: u32 = 0;
/** SYN-ACKs sent, and half-open requests that timers gave up, since the host's last call. */
export let synacks: u32 = 0;
export let expired: u32 = 0;
let time: f64 = 0;

export function startLog(): void {
  logged = 0;
  synacks = 0;
  expired = 0;
}

export function setWireTime(milliseconds: f64): void {
  time = milliseconds;
}

/** Whether the next timers might not find room in the log. */
export function logFull(): bool {
  return logged > ROOM - RESERVE;
}

/** A timer gave a half-open request up. */
export function giveUp(): void {
  expired++;
}

/** The kernel handed a segment to its IP layer. Addresses and ports in host order. */
export function transmit(
  saddr: u32,
  sport: u32,
  daddr: u32,
  dport: u32,
  flags: u32,
  seq: u32,
  ack: u32,
  length: u32 = 0,
): void {
  answers++;
  answerFlags = flags;
  answerSeq = seq;
  answerAck = ack;
  if (flags & RST) outcome = Outcome.rst;
  if ((flags & (SYN | ACK)) == (SYN | ACK)) synacks++;
  if (logged == ROOM) return;
  const at = log + <usize>logged * RECORD;
  store<f64>(at, time);
  store<u32>(at, saddr, 8);
  store<u32>(at, daddr, 12);
  store<u32>(at, (sport << 16) | dport, 16);
  store<u32>(at, seq, 20);
  store<u32>(at, ack, 24);
  store<u32>(at, (flags << 24) | length, 28);
  logged++;
}
