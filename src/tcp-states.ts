/** TCP states by their numbers, the same in all kernels (include/net/tcp_states.h). */
export const tcpStates = [
  "ESTABLISHED",
  "SYN_SENT",
  "SYN_RECV",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "TIME_WAIT",
  "CLOSE",
  "CLOSE_WAIT",
  "LAST_ACK",
  "LISTEN",
  "CLOSING",
] as const;
export type TcpState = (typeof tcpStates)[number];

/** A request as 4.4 and later hash it; to an observer (ss, /proc/net/tcp) it is in SYN_RECV. */
const NEW_SYN_RECV = 12;

/** Name of a state's number; undefined for 0, which is none. */
export function tcpState(number: number): TcpState | undefined {
  return number === NEW_SYN_RECV ? "SYN_RECV" : tcpStates[number - 1];
}
