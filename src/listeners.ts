import { InputError } from "./input-error.js";

/** A listening TCP socket, as a real host reports it. */
export interface Listener {
  /** As text, without zone: "0.0.0.0", "127.0.0.1", "::", "::1", "::ffff:127.0.0.1". */
  addr: string;
  port: number;
  backlog: number;
  /** The text does not hold the backlog: it is `DEFAULT_BACKLOG`. */
  assumed?: true;
  family: "inet" | "inet6";
}

/** Stands for a backlog that the text does not hold: SOMAXCONN of Linux before 5.4, what most servers of then got. */
export const DEFAULT_BACKLOG = 128;

/** The largest int of C. */
const MOST_BACKLOG = 2 ** 31 - 1;

const FORMATS = "/proc/net/tcp, /proc/net/tcp6, ss -ltn or netstat -ltn";

/** Headers, and rows of sockets that do not listen or are not TCP. */
const WITHOUT_LISTENER = [
  /^\s*$/,
  /^\s*sl\s+local_address\s+rem\w*_address\s+st\s.*\sinode\s*$/,
  /^\s*\d+: \S+ \S+ (?!0A)[\dA-F]{2} /i,
  /^(Netid\s+)?State\s+Recv-Q\s+Send-Q\s/,
  /^udp\s+(UNCONN|ESTAB)\s/,
  /^(tcp\s+)?(ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-[12]|TIME-WAIT|UNCONN|CLOSE-WAIT|LAST-ACK|CLOSING)\s/,
  /^Active Internet connections/,
  /^Proto\s+Recv-Q\s+Send-Q\s/,
  /^udp6?\s+\d/,
  /^tcp6?\s.*\s(ESTABLISHED|SYN_SENT|SYN_RECV|FIN_WAIT[12]|TIME_WAIT|CLOSE|CLOSE_WAIT|LAST_ACK|CLOSING)(\s|$)/,
];

/** How the rows of listeners begin, and how a whole one reads. */
const ROWS = [
  {
    begin: /^\s*\d+:\s/,
    whole: /^\s*\d+: (?<hexAddr>[\dA-F]{8}|[\dA-F]{32}):(?<hexPort>[\dA-F]{4,}) \S+ 0A(?:\s+\S+){8}/i,
  },
  {
    begin: /^(?:tcp\s+)?LISTEN\b/,
    whole: /^(?:tcp\s+)?LISTEN\s+\d+\s+(?<backlog>\d+)\s+(?<addr>\S+):(?<port>\S+)\s+\S+:\*(?:\s|$)/,
  },
  {
    begin: /^tcp6?\s+\d/,
    whole: /^tcp6?\s+\d+\s+(?<sendQ>\d+)\s+(?<addr>\S+):(?<port>\S+)\s+\S+:\*\s+LISTEN(?:\s|$)/,
  },
];

/** Rows that only ss of before iproute2 4.15 prints: an IPv6 peer without brackets, an IPv4 address with peer "*". */
const OLD_SS = /^(?:tcp\s+)?LISTEN\s.*(?:\s:::\*|\s[\d.]+(?:%\S+)?:\d+\s+\*:\*)/m;

/**
 * Reads the listeners out of the text of `/proc/net/tcp`, `/proc/net/tcp6`, `ss -ltn[H]` or `netstat -ltn`, or of
 * several of them one after the other, in the order of the text. Sockets that share address and port stay apart.
 *
 * The backlog is the Send-Q of `ss`. `/proc/net/tcp` does not hold it (its rx_queue is the accept queue's present
 * length), nor do many versions of `netstat` (Send-Q 0): it is `DEFAULT_BACKLOG` there. `/proc` is read as a
 * little-endian host writes it. `ss` prints the dual-stack "::" as "*"; where other rows show that `ss` is older than
 * that, "*" is "0.0.0.0".
 *
 * @param source what messages call the text: a file's name, "stdin"
 * @throws InputError for an empty or foreign text, a row cut short, an impossible address, port or backlog
 */
export function parseListeners(text: string, source: string): Listener[] {
  if (text.trim() === "") throw new InputError(`${source}: empty; give the text of ${FORMATS}`);
  const star = OLD_SS.test(text) ? "0.0.0.0" : "::";
  const listeners: Listener[] = [];

  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (WITHOUT_LISTENER.some((pattern) => pattern.test(line))) continue;
    const fault = (problem: string) => new InputError(`${source}:${index + 1}: ${problem}`);

    const row = ROWS.find(({ begin }) => begin.test(line));
    if (!row) throw fault(`${quote(line)} is no line of ${FORMATS}; give the text of one of these`);
    const found = row.whole.exec(line)?.groups;
    if (!found) throw fault(`the row ${quote(line)} is cut short or damaged; save the whole text again`);

    const { hexAddr, hexPort, addr = fromHex(hexAddr ?? ""), port = String(parseInt(hexPort ?? "", 16)) } = found;
    if (!/^\d+$/.test(port)) throw fault(`port ${quote(port)} is a name; save the text with option -n, for numbers`);
    if (+port < 1 || +port > 65535) throw fault(`port ${port} is not within 1 to 65535; correct it`);
    const plain = addr === "*" || addr.startsWith("*%") ? star : normalise(addr);
    if (!plain) throw fault(`${quote(addr)} is no address; save the text again (netstat cuts long ones without -W)`);

    const backlog = Number(found.backlog ?? found.sendQ) || undefined;
    if ((backlog ?? 0) > MOST_BACKLOG) throw fault(`backlog ${backlog} is no C int; give at most ${MOST_BACKLOG}`);
    const known = found.backlog !== undefined || backlog !== undefined;
    listeners.push({
      addr: plain,
      port: +port,
      backlog: known ? (backlog ?? 0) : DEFAULT_BACKLOG,
      ...(known ? {} : { assumed: true as const }),
      family: plain.includes(":") ? "inet6" : "inet",
    });
  }
  return listeners;
}

function quote(text: string): string {
  return JSON.stringify(text.trim().slice(0, 40));
}

/** The address that /proc/net writes as 32-bit words in the host's byte order. */
function fromHex(words: string): string {
  const bytes = (words.match(/.{8}/g) ?? []).flatMap((word) => word.match(/../g)?.reverse() ?? []);
  if (bytes.length === 4) return bytes.map((byte) => parseInt(byte, 16)).join(".");
  return (bytes.join("").match(/.{4}/g) ?? []).join(":");
}

/** The one usual way to write an address, without brackets and zone; undefined if it is none. */
function normalise(addr: string): string | undefined {
  const bare = addr.replace(/[[\]]|%[^\]]*/g, "");
  if (/^\d+(\.\d+){3}$/.test(bare)) return bare.split(".").every((part) => +part <= 255) ? bare : undefined;
  const url = `http://[${bare}]`;
  if (!URL.canParse(url)) return undefined;
  const mapped = /^\[::ffff:(\w+):(\w+)\]$/.exec(new URL(url).hostname);
  if (!mapped) return new URL(url).hostname.slice(1, -1);
  const quad = mapped
    .slice(1)
    .map((group) => parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255]);
  return `::ffff:${quad.join(".")}`;
}
