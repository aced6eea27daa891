// Words of the socket interface as numbers of the module (assembly/abi.ts).

export const families = { inet: 2, inet6: 10 } as const;
export const types = { stream: 1, dgram: 2 } as const;
export type SocketFamily = keyof typeof families;
export type SocketType = keyof typeof types;

/** Families that an address can carry besides. */
export const addressFamilies = { unspec: 0, unix: 1, ...families } as const;
export type AddressFamily = keyof typeof addressFamilies;

/** In the order of assembly/abi.ts, Option; from acceptconn on they can only be read. */
export const optionNames = [
  "reuseaddr",
  "reuseport",
  "v6only",
  "bindtodevice",
  "defer_accept",
  "keepalive",
  "linger",
  "nodelay",
  "syncnt",
  "freebind",
  "rcvbuf",
  "sndbuf",
  "maxseg",
  "acceptconn",
  "error",
  "type",
  "protocol",
  "domain",
] as const;
export type SocketOption = (typeof optionNames)[number];

const events = [
  [0x1, "POLLIN"],
  [0x2, "POLLPRI"],
  [0x4, "POLLOUT"],
  [0x8, "POLLERR"],
  [0x10, "POLLHUP"],
  [0x20, "POLLNVAL"],
  [0x2000, "POLLRDHUP"],
] as const;

/** Names of the events of a poll mask. */
export function pollEvents(mask: number): string[] {
  return events.filter(([bit]) => mask & bit).map(([, name]) => name);
}

/** A word's number, or the number itself. Throws a RangeError for another word. */
export function numberOf(kind: string, word: string | number, numbers: Record<string, number>): number {
  if (typeof word === "number" && Number.isInteger(word) && word === (word | 0)) return word;
  const number = Object.hasOwn(numbers, word) ? numbers[word] : undefined;
  if (number === undefined) throw new RangeError(`${kind} ${word}: give ${orList(Object.keys(numbers))}`);
  return number;
}

function orList(words: readonly string[]): string {
  return words.length < 3 ? words.join(" or ") : `one of ${words.join(", ")}`;
}

/** A socket option's number. Throws a RangeError for a word that is none. */
export function optionIndex(option: string): number {
  const index = (optionNames as readonly string[]).indexOf(option);
  if (index < 0) throw new RangeError(`option ${option}: give one of ${optionNames.join(", ")}`);
  return index;
}
