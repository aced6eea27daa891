// What the verbs of class Emulator take and return.
import type { Cost } from "./ledger.js";
import type { Sent } from "./sent.js";

/** What a system call returned and cost. */
export interface CallResult extends Cost {
  /** The value returned, -1 on failure. */
  ret: number;
  /** The symbolic name of the error, absent on success. */
  errno?: string;
}

export interface AcceptResult extends CallResult {
  /** "address:port" of the connection's other end. */
  peer?: string;
}

/** What getsockopt() read; linger has a second value. */
export interface OptionResult extends CallResult {
  value: number;
  second: number;
}

/** What getsockname() or getpeername() read. */
export interface NameResult extends CallResult {
  addr: string;
  port: number;
}

export interface PollResult extends CallResult {
  /** Such as POLLIN. */
  events: string[];
}

/** What became of a packet: contract of the scenario format. */
export const outcomes = [
  "synack",
  "cookie",
  "drop",
  "rst",
  "established",
  "acked",
  "resent",
  "delivered",
  "closed",
] as const;
export type Outcome = (typeof outcomes)[number];

/** What became of one packet, or of each of several, and what they cost together. */
export interface PacketResult extends Cost {
  outcome?: Outcome;
  outcomes?: Partial<Record<Outcome, number>>;
}

/** What became of a segment, and what was sent because of it. */
export interface SegmentResult extends Cost {
  outcome: Outcome;
  replies: Sent[];
}

/** What happened while time passed. */
export interface AdvanceResult extends Cost {
  /** SYN-ACKs that timers sent again. */
  synacks: number;
  /** Half-open requests that timers gave up. */
  expired: number;
  sent: Sent[];
}

/** A packet of a client that plays by the rules: its sequence numbers are the right ones. */
export interface Packet {
  /** "address:port", an IPv6 address in brackets. */
  from: string;
  to: string;
  /** Interface that it comes in by, default 1. */
  dev?: number;
  /** Bytes of data (an ACK only). */
  len?: number;
  /** So many packets, each next one with the source port plus one (65535 is followed by 1024 of the next address). */
  count?: number;
}

/** A segment as it stands on the wire. */
export interface Segment {
  from: string;
  to: string;
  /** Letters of S, F, R, P, U and . (ACK), such as "S" or "P.". */
  flags: string;
  seq?: number;
  ack?: number;
  len?: number;
  dev?: number;
  /** Without TCP options; else a SYN has MSS, SACK, timestamp and window scale, and all but resets a timestamp. */
  bare?: boolean;
}
