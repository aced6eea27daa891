// Socket options by the names and numbers that programs use, as the emulator's words.
import type { SocketOption } from "../../socket-words.js";
import { Missing } from "../missing.js";

interface Known {
  level: string;
  number: number;
  option: SocketOption;
}

/** asm-generic/socket.h, linux/tcp.h, linux/in.h, linux/in6.h. */
const known: Record<string, Known> = {
  SO_REUSEADDR: { level: "socket", number: 2, option: "reuseaddr" },
  SO_TYPE: { level: "socket", number: 3, option: "type" },
  SO_ERROR: { level: "socket", number: 4, option: "error" },
  SO_SNDBUF: { level: "socket", number: 7, option: "sndbuf" },
  SO_RCVBUF: { level: "socket", number: 8, option: "rcvbuf" },
  SO_KEEPALIVE: { level: "socket", number: 9, option: "keepalive" },
  SO_LINGER: { level: "socket", number: 13, option: "linger" },
  SO_REUSEPORT: { level: "socket", number: 15, option: "reuseport" },
  SO_BINDTODEVICE: { level: "socket", number: 25, option: "bindtodevice" },
  SO_ACCEPTCONN: { level: "socket", number: 30, option: "acceptconn" },
  SO_PROTOCOL: { level: "socket", number: 38, option: "protocol" },
  SO_DOMAIN: { level: "socket", number: 39, option: "domain" },
  TCP_NODELAY: { level: "tcp", number: 1, option: "nodelay" },
  TCP_MAXSEG: { level: "tcp", number: 2, option: "maxseg" },
  TCP_SYNCNT: { level: "tcp", number: 7, option: "syncnt" },
  TCP_DEFER_ACCEPT: { level: "tcp", number: 9, option: "defer_accept" },
  IP_FREEBIND: { level: "ip", number: 15, option: "freebind" },
  IPV6_V6ONLY: { level: "ipv6", number: 26, option: "v6only" },
};

const levels: Record<string, string> = {
  0: "ip",
  1: "socket",
  6: "tcp",
  41: "ipv6",
  SOL_SOCKET: "socket",
  SOL_IP: "ip",
  IPPROTO_IP: "ip",
  SOL_TCP: "tcp",
  IPPROTO_TCP: "tcp",
  SOL_IPV6: "ipv6",
  IPPROTO_IPV6: "ipv6",
};

/** @throws Missing for an option that the emulator has not */
export function optionOf({ level, opt }: { level: string | number; opt: string | number }): SocketOption {
  const place = levels[level] ?? String(level);
  const found =
    typeof opt === "string"
      ? known[opt]
      : Object.values(known).find(({ level: one, number }) => one === place && number === opt);
  if (!found || found.level !== place) throw new Missing(`option ${opt} of level ${level}`);
  return found.option;
}

/** A value as a case writes it: a number, or two as "1,0". */
export function optionValues(value: number | string | number[]): [first: number, second: number] {
  const values = typeof value === "string" ? value.split(",").map(Number) : [value].flat();
  if (values.length === 0 || values.some((one) => !Number.isInteger(one))) throw new Missing(`option value ${value}`);
  return [values[0] ?? 0, values[1] ?? 0];
}
