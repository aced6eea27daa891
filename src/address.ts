// Addresses as the module takes them: words in host order, and a family that tells how they were written.

/** Families of assembly/abi.ts. */
const INET = 2;
const INET6 = 10;
/** An IPv4 address as IPv6 writes it, ::ffff:10.0.0.1. */
const MAPPED = 266;

/** IPv6 addresses other than :: only have to differ: each gets a token in 240.0.0.0/4, ::1 always the first. */
const FIRST_TOKEN = 0xf0000000;
const MAPPED_PREFIX = "::ffff:";

/** One number for an address and a port. */
export function endpoint(address: number, port: number): number {
  return address * 65_536 + port;
}

/** A port number from 0 to 65535, as it is. Throws a RangeError for anything else. */
export function portNumber(port: number): number {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`port ${port}: give 0 to 65535`);
  return port;
}

/** Whether a word stands for an IPv6 address that is neither :: nor an IPv4 one. */
export function isToken(word: number): boolean {
  return word >>> 28 === 15 && word !== 0xffffffff;
}

/** An IPv4 address as a word in host order. Throws a RangeError for what is none. */
export function ipv4Word(text: string): number {
  const parts = text.split(".");
  const bytes = parts.map(Number);
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part)) || bytes.some((byte) => byte > 255)) {
    throw new RangeError(`address ${text}: give four numbers up to 255, such as 10.0.0.1`);
  }
  return bytes.reduce((word, byte) => word * 256 + byte, 0);
}

/** "10.0.0.1:80" or "[::1]:80" as address and port. Throws a RangeError for anything else. */
export function splitEndpoint(text: string): [address: string, port: number] {
  const [, six, four, port] = /^(?:\[([\da-fA-F:.]+)\]|([\d.]+)):(\d{1,5})$/.exec(String(text)) ?? [];
  const address = six ?? four;
  if (address === undefined) {
    throw new RangeError(`endpoint ${text}: give address:port, such as 10.0.0.1:80 or [::1]:80`);
  }
  return [address, portNumber(Number(port))];
}

/** The address after this one. */
export function nextAddress(text: string): string {
  if (!text.includes(":")) {
    const word = (ipv4Word(text) + 1) >>> 0;
    return [24, 16, 8, 0].map((shift) => (word >>> shift) & 255).join(".");
  }
  const [, head = "", last = ""] = /^(.*:)([\da-f]*)$/i.exec(normalIpv6(text)) ?? [];
  return normalIpv6(head + ((Number.parseInt(last || "0", 16) + 1) & 0xffff).toString(16));
}

/** The source of the packet `count` after one from this endpoint: ports go up, 65535 is followed by 1024 of the next
 * address. */
export function endpointAfter(text: string, count: number): string {
  let [address, port] = splitEndpoint(text);
  port += count;
  while (port > 65_535) {
    port -= 65_536 - 1024;
    address = nextAddress(address);
  }
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** What is wrong with an endpoint, "problem; fix"; undefined: nothing. */
export function endpointFault(text: string): string | undefined {
  return faultOf(() => {
    const [address] = splitEndpoint(text);
    new Addresses().read(address);
  });
}

/** What is wrong with an address, "problem; fix"; undefined: nothing. */
export function addressFault(text: string): string | undefined {
  return faultOf(() => new Addresses().read(text));
}

function faultOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** IPv6 text in its normal form. Throws a RangeError for what is none. */
function normalIpv6(text: string): string {
  if (!URL.canParse(`http://[${text}]/`)) {
    throw new RangeError(`address ${text}: not an IPv6 address; give one such as ::1`);
  }
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

/** The addresses of one emulated host: which word stands for which. */
export class Addresses {
  readonly #tokens = new Map<string, number>();
  readonly #texts = new Map<number, string>();

  /** @param known IPv6 addresses in the order of their tokens, as list() gives them */
  constructor(known: readonly string[] = ["::1"]) {
    for (const text of known) this.#token(text);
  }

  /** The IPv6 addresses that have been named, in the order of their tokens. */
  list(): string[] {
    return [...this.#tokens.keys()];
  }

  /** An address as a word and a family of assembly/abi.ts. Throws a RangeError for what is no address. */
  read(text: string): { word: number; family: number } {
    if (!text.includes(":")) return { word: ipv4Word(text), family: INET };
    const normal = normalIpv6(text);
    if (normal === "::") return { word: 0, family: INET6 };
    const mapped = mappedWord(normal);
    return mapped === undefined ? { word: this.#token(normal), family: INET6 } : { word: mapped, family: MAPPED };
  }

  /** An address word as text; 0 is 0.0.0.0 unless the family is IPv6's. */
  text(signed: number, family = INET): string {
    const word = signed >>> 0;
    if (family === INET6 && word === 0) return "::";
    const text = this.#texts.get(word) ?? [24, 16, 8, 0].map((shift) => (word >>> shift) & 255).join(".");
    return family === MAPPED ? MAPPED_PREFIX + text : text;
  }

  /** "address:port", an IPv6 address in brackets. */
  endpoint(word: number, port: number, family = INET): string {
    const text = this.text(word, family);
    return text.includes(":") ? `[${text}]:${port}` : `${text}:${port}`;
  }

  #token(normal: string): number {
    let token = this.#tokens.get(normal);
    if (token === undefined) {
      token = FIRST_TOKEN + this.#tokens.size;
      this.#tokens.set(normal, token);
      this.#texts.set(token, normal);
    }
    return token;
  }
}

/** The IPv4 word of a mapped address in its normal form, ::ffff:a00:1; undefined: it is none. */
function mappedWord(normal: string): number | undefined {
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(normal) ?? [];
  if (high === undefined || low === undefined) return undefined;
  return Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
}
