// Addresses as the module takes them: words in host order.

/** IPv6 addresses other than :: have no packets yet and only have to differ: each gets a token in 240.0.0.0/4. */
const tokens = new Map<string, number>();
const byToken = new Map<number, string>();
const FIRST_TOKEN = 0xf0000000;

/** One number for an address and a port. */
export function endpoint(address: number, port: number): number {
  return address * 65_536 + port;
}

/** A port number from 0 to 65535, as it is. Throws a RangeError for anything else. */
export function portNumber(port: number): number {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`port ${port}: give 0 to 65535`);
  return port;
}

/**
 * "10.0.0.1:80" as an address word in host order and a port.
 * Throws a RangeError for anything else; IPv6 segments are not emulated yet.
 */
export function parseEndpoint(text: string): [address: number, port: number] {
  const [, address, port] = /^([\d.]+):(\d{1,5})$/.exec(String(text)) ?? [];
  if (address === undefined) {
    const reason = String(text).startsWith("[") ? "IPv6 segments are not emulated yet" : "no IPv4 endpoint";
    throw new RangeError(`endpoint ${text}: ${reason}; give address:port, such as 10.0.0.1:80`);
  }
  return [addressWord(address), portNumber(Number(port))];
}

/** An address as a word in host order; :: is 0 as 0.0.0.0 is. Throws a RangeError for what is no address. */
export function addressWord(text: string): number {
  if (text.includes(":")) return tokenOf(text);
  const parts = text.split(".");
  const bytes = parts.map(Number);
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part)) || bytes.some((byte) => byte > 255)) {
    throw new RangeError(`address ${text}: give four numbers up to 255, such as 10.0.0.1`);
  }
  return bytes.reduce((word, byte) => word * 256 + byte, 0);
}

function tokenOf(text: string): number {
  const url = URL.canParse(`http://[${text}]/`) ? new URL(`http://[${text}]/`) : undefined; // normalises IPv6
  if (!url) throw new RangeError(`address ${text}: not an IPv6 address`);
  const normal = url.hostname.slice(1, -1);
  if (normal === "::") return 0;
  let token = tokens.get(normal);
  if (token === undefined) {
    token = FIRST_TOKEN + tokens.size;
    tokens.set(normal, token);
    byToken.set(token, normal);
  }
  return token;
}

/** An address word in host order as text. */
export function addressText(word: number): string {
  return byToken.get(word) ?? [24, 16, 8, 0].map((shift) => (word >>> shift) & 255).join(".");
}
