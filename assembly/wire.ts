// The wire: the segment that arrives, and the answers that the kernel sends. Free of charge; addresses and ports in
// host order.

export const FIN: u32 = 0x01;
export const SYN: u32 = 0x02;
export const RST: u32 = 0x04;
export const ACK: u32 = 0x10;

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

/** The kernel handed a segment to its IP layer. */
export function transmit(flags: u32, seq: u32, ack: u32): void {
  answers++;
  answerFlags = flags;
  answerSeq = seq;
  answerAck = ack;
  if (flags & RST) outcome = Outcome.rst;
}

/** The kernel decided what becomes of the segment. */
export function decide(what: Outcome): void {
  outcome = what;
}
