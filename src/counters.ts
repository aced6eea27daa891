/** Counters of /proc/net/netstat and snmp that the kernels move, in the order of assembly/abi.ts, View.netstat. */
export const counterNames = [
  "ListenOverflows",
  "ListenDrops",
  "SyncookiesSent",
  "SyncookiesRecv",
  "SyncookiesFailed",
  "TCPReqQFullDrop",
  "TCPReqQFullDoCookies",
  "TCPTimeouts",
  "EmbryonicRsts",
  "TCPDeferAcceptDrop",
  "TCPChallengeACK",
  "TCPACKSkippedSynRecv",
  "PAWSEstab",
  "ActiveOpens",
  "PassiveOpens",
  "AttemptFails",
  "EstabResets",
  "CurrEstab",
  "InSegs",
  "OutSegs",
  "RetransSegs",
  "InErrs",
  "OutRsts",
] as const;

/** Of these the first so many are the `netstat` of a scenario's state. */
export const NETSTAT = 8;

/** A counter that a kernel does not have. */
const ABSENT = 0xffffffff;

/** The first `wanted` counters that a kernel has, by name. */
export function readCounters(words: Uint32Array, wanted: number = counterNames.length): Record<string, number> {
  const names = counterNames.slice(0, wanted);
  return Object.fromEntries(
    names.flatMap((name, i) => {
      const value = words[i] ?? ABSENT;
      return value === ABSENT ? [] : [[name, value]];
    }),
  );
}
