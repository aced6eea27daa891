import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, test, vi } from "vitest";
import { InputError } from "../src/input-error.js";
import { DEFAULT_BACKLOG, type Listener, parseListeners } from "../src/listeners.js";
import { readListeners } from "../src/listeners-file.js";

const tcpHeader =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                 \n";
const tcp6Header =
  "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when" +
  " retrnsmt   uid  timeout inode\n";
const ssHeader = "State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n";
const netstatHeader =
  "Active Internet connections (only servers)\n" +
  "Proto Recv-Q Send-Q Local Address           Foreign Address         State      \n";

function procRow(local: string, state = "0A", queues = "00000000:00000000"): string {
  const remote = local.replace(/:.*/, "").replace(/./g, "0");
  const rest = "00:00000000 00000000     0        0 640 1 000000009e 100 0 0 10 0";
  return `   0: ${local} ${remote}:0000 ${state} ${queues} ${rest}\n`;
}

/** "addr port backlog" of each listener. */
function brief(text: string): string[] {
  return parseListeners(text, "text").map(({ addr, port, backlog }) => `${addr} ${port} ${backlog}`);
}

describe("/proc/net/tcp", () => {
  test("addresses are little-endian words, only state 0A listens, rx_queue is not the backlog", () => {
    const rows =
      procRow("00000000:0016") + procRow("0100007F:1F90", "01") + procRow("3500007F:0035", "0A", "00000000:00000003");
    expect(parseListeners(tcpHeader + rows, "text")).toEqual([
      { addr: "0.0.0.0", port: 22, backlog: DEFAULT_BACKLOG, assumed: true, family: "inet" },
      { addr: "127.0.0.53", port: 53, backlog: DEFAULT_BACKLOG, assumed: true, family: "inet" },
    ]);
  });

  test("tcp6 addresses are four little-endian words", () => {
    const rows =
      procRow("00000000000000000000000000000000:0050") +
      procRow("00000000000000000000000001000000:0277") +
      procRow("B80D0120000000000000000034120000:0050") +
      procRow("0000000000000000FFFF00000100007F:1F45");
    expect(brief(tcp6Header + rows)).toEqual([
      ":: 80 128",
      "::1 631 128",
      "2001:db8::1234 80 128",
      "::ffff:127.0.0.1 8005 128",
    ]);
    expect(parseListeners(rows, "text").every(({ family }) => family === "inet6")).toBe(true);
  });

  test("tcp and tcp6 one after the other; headers may be missing, sockets of a reuseport group stay apart", () => {
    const both = tcpHeader + procRow("00000000:0050") + procRow("00000000:0050") + tcp6Header;
    expect(brief(`${both}${procRow("00000000000000000000000000000000:0050")}`)).toEqual([
      "0.0.0.0 80 128",
      "0.0.0.0 80 128",
      ":: 80 128",
    ]);
    expect(brief(procRow("00000000:0050"))).toEqual(["0.0.0.0 80 128"]);
  });
});

describe("ss -ltn", () => {
  const rows =
    "LISTEN 0      511          0.0.0.0:80   0.0.0.0:*          \r\n" +
    "ESTAB  0      0           10.0.0.1:22   10.0.0.2:5000      \n" +
    'LISTEN 3      4096   127.0.0.53%lo:53   0.0.0.0:*    users:(("resolved",pid=1,fd=2))\n' +
    "LISTEN 0      0               [::]:80      [::]:*          \n" +
    "LISTEN 0      100  [fe80::1]%eth0:80      [::]:*          \n" +
    "LISTEN 0      1   [::ffff:127.0.0.1]:8005     *:*\n" +
    "LISTEN 0      100                *:8080     *:*          \n";
  const expected = [
    "0.0.0.0 80 511",
    "127.0.0.53 53 4096",
    ":: 80 0",
    "fe80::1 80 100",
    "::ffff:127.0.0.1 8005 1",
    ":: 8080 100",
  ];

  test("Send-Q is the backlog, zones are dropped, * is the dual-stack wildcard; with and without header", () => {
    expect(brief(ssHeader + rows)).toEqual(expected);
    expect(brief(rows)).toEqual(expected);
  });

  test("ss -tuln has a column more and udp rows", () => {
    const text =
      "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port\n" +
      "udp   UNCONN 0      0      127.0.0.53%lo:53   0.0.0.0:*\n" +
      "tcp   LISTEN 0      128          0.0.0.0:22   0.0.0.0:*\n";
    expect(brief(text)).toEqual(["0.0.0.0 22 128"]);
  });

  test("ss of before iproute2 4.15: * is 0.0.0.0, IPv6 has no brackets", () => {
    const rows = "LISTEN 0 128 *:22 *:*\nLISTEN 0 128 :::22 :::*\nLISTEN 0 100 ::1:25 :::*\n";
    expect(brief(rows)).toEqual(["0.0.0.0 22 128", ":: 22 128", "::1 25 100"]);
    const inetRows = "LISTEN 0 128 *:22 *:*\nLISTEN 0 100 127.0.0.1:25 *:*\n";
    expect(brief(inetRows)).toEqual(["0.0.0.0 22 128", "127.0.0.1 25 100"]);
  });
});

test("netstat -ltn: Send-Q is the backlog unless 0; udp and established rows are passed over", () => {
  const text =
    `${netstatHeader}tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN     \n` +
    "tcp        0     80 127.0.0.1:3306          0.0.0.0:*               LISTEN      812/mysqld\n" +
    "tcp        0      0 10.0.0.1:22             10.0.0.2:5000           ESTABLISHED\n" +
    "tcp6       0      0 :::80                   :::*                    LISTEN     \n" +
    "tcp6       0      0 fe80::1%eth0:81         :::*                    LISTEN     \n" +
    "udp        0      0 0.0.0.0:68              0.0.0.0:*                          \n";
  expect(brief(text)).toEqual(["0.0.0.0 22 128", "127.0.0.1 3306 80", ":: 80 128", "fe80::1 81 128"]);
});

test("a header alone is a host without listeners", () => {
  for (const header of [tcpHeader, tcp6Header, ssHeader, netstatHeader]) expect(brief(header)).toEqual([]);
});

describe("faults", () => {
  const formats = "/proc/net/tcp, /proc/net/tcp6, ss -ltn or netstat -ltn";
  const faults: [name: string, text: string, message: string][] = [
    ["empty text", "", `f: empty; give the text of ${formats}`],
    ["blank text", " \n\n", `f: empty; give the text of ${formats}`],
    ["foreign text", "hello\n", `f:1: "hello" is no line of ${formats}; give the text of one of these`],
    [
      "/proc/net/udp",
      `${tcpHeader.trimEnd()} ref pointer drops\n`,
      `f:1: "sl  local_address rem_address   st tx_qu" is no line of ${formats}; give the text of one of these`,
    ],
    [
      "a foreign line among rows",
      "LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n\u001b[31mLIST\n",
      `f:2: "\\u001b[31mLIST" is no line of ${formats}; give the text of one of these`,
    ],
    [
      "a /proc/net/tcp row cut in the middle",
      tcpHeader + procRow("00000000:0016").slice(0, 60),
      'f:2: the row "0: 00000000:0016 00000000:0000 0A 000000" is cut short or damaged; save the whole text again',
    ],
    [
      "a /proc/net/tcp row cut in its address",
      "   1: 0000",
      'f:1: the row "1: 0000" is cut short or damaged; save the whole text again',
    ],
    [
      "an ss row cut in the middle",
      "LISTEN 0 128 0.0.0.0:2",
      'f:1: the row "LISTEN 0 128 0.0.0.0:2" is cut short or damaged; save the whole text again',
    ],
    [
      "a netstat row cut in its state",
      "tcp 0 0 0.0.0.0:22 0.0.0.0:* LIST",
      'f:1: the row "tcp 0 0 0.0.0.0:22 0.0.0.0:* LIST" is cut short or damaged; save the whole text again',
    ],
    ["a port too large in ss", "LISTEN 0 1 *:65536 *:*", "f:1: port 65536 is not within 1 to 65535; correct it"],
    ["a port too large in /proc", procRow("00000000:10000"), "f:1: port 65536 is not within 1 to 65535; correct it"],
    [
      "a backlog that is no int",
      "LISTEN 0 2147483648 0.0.0.0:99 0.0.0.0:*",
      "f:1: backlog 2147483648 is no C int; give at most 2147483647",
    ],
    ["port 0", procRow("00000000:0000"), "f:1: port 0 is not within 1 to 65535; correct it"],
    [
      "a service name",
      "LISTEN 0 128 0.0.0.0:ssh 0.0.0.0:*",
      'f:1: port "ssh" is a name; save the text with option -n, for numbers',
    ],
    [
      "an impossible IPv4 address",
      "LISTEN 0 128 1.2.3.256:80 0.0.0.0:*",
      'f:1: "1.2.3.256" is no address; save the text again (netstat cuts long ones without -W)',
    ],
    [
      "an IPv6 address that netstat cut",
      "tcp6 0 0 2001:db8:1:2:3:80 :::* LISTEN",
      'f:1: "2001:db8:1:2:3" is no address; save the text again (netstat cuts long ones without -W)',
    ],
  ];
  test.each(faults)("%s", (_, text, message) => {
    expect(() => parseListeners(text, "f")).toThrow(new InputError(message));
  });
});

describe("captures", () => {
  const folder = "examples/captures";
  const keys = (listeners: Listener[]) => listeners.map(({ family, addr, port }) => `${family} ${addr} ${port}`).sort();

  test.each([
    ["quiet-server", 22, 14],
    ["crowded-bucket", 2901, 99],
  ])("%s: /proc/net and ss name the same sockets", async (name, inet, inet6) => {
    const proc = await readListeners([`${folder}/${name}.tcp.txt`, `${folder}/${name}.tcp6.txt`]);
    const ss = await readListeners([`${folder}/${name}.ss.txt`]);
    expect(keys(proc.listeners)).toEqual(keys(ss.listeners));
    expect(new Set(keys(ss.listeners)).size).toBe(inet + inet6);
    expect(ss.listeners.filter(({ family }) => family === "inet6").length).toBe(inet6);
  });

  test("quiet-server: ss holds the backlogs", () => {
    const listeners = parseListeners(readFileSync(`${folder}/quiet-server.ss.txt`, "utf8"), "ss");
    const backlogs = [...new Set(listeners.map(({ backlog }) => backlog))].sort((a, b) => a - b);
    expect(backlogs).toEqual([1, 5, 64, 70, 80, 100, 128, 200, 511, 1024, 4096]);
  });

  test.each(["tcp", "tcp6", "ss"])("quiet-server.%s.txt cut anywhere: a fault or the first listeners", (kind) => {
    const whole = readFileSync(`${folder}/quiet-server.${kind}.txt`, "utf8");
    const listeners = parseListeners(whole, kind);
    for (let length = 1; length < whole.length; length++) {
      try {
        const first = parseListeners(whole.slice(0, length), kind);
        expect(first).toEqual(listeners.slice(0, first.length));
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }
  });

  test("crowded-bucket: 2,700 listeners in bucket 16, 9 or 10 in each other", async () => {
    const { listeners } = await readListeners([`${folder}/crowded-bucket.ss.txt`]);
    const inBucket = (bucket: number) => listeners.filter(({ port }) => (port & 31) === bucket).length;
    const buckets = Array.from({ length: 32 }, (_, bucket) => inBucket(bucket));
    const others = buckets.toSpliced(16, 1);
    expect(buckets[16]).toBe(2700);
    expect([Math.min(...others), Math.max(...others)]).toEqual([9, 10]);
    expect(listeners.length).toBe(3000);
  });
});

describe("readListeners", () => {
  const folder = mkdtempSync(join(tmpdir(), "halfopen-"));
  const empty = join(folder, "empty");
  writeFileSync(empty, "");
  afterAll(() => rmSync(folder, { recursive: true }));

  test("- is stdin, and the source names all that was read", async () => {
    const stdin = vi.spyOn(process, "stdin", "get");
    stdin.mockReturnValue(Readable.from(["LISTEN 0 7 0.0.0.0:80 0.0.0.0:*\n"]) as typeof process.stdin);
    const { source, listeners } = await readListeners(["-", "examples/captures/quiet-server.ss.txt"]);
    stdin.mockRestore();
    expect(source).toBe("stdin, examples/captures/quiet-server.ss.txt");
    expect(listeners[0]).toEqual({ addr: "0.0.0.0", port: 80, backlog: 7, family: "inet" });
    expect(listeners.length).toBe(37);
  });

  test.runIf(process.platform === "linux")("no file is this host", async () => {
    expect((await readListeners([])).source).toMatch(/^\/proc\/net\/tcp(, \/proc\/net\/tcp6)?$/);
  });

  test.each([
    ["missing", "missing: no such file; give a file that exists, or - for stdin"],
    ["examples", "examples: a directory; give a file in it, or - for stdin"],
    ["package.json/x", "package.json/x: cannot be read (ENOTDIR); give a readable file, or - for stdin"],
    [empty, `${empty}: empty; give the text of /proc/net/tcp, /proc/net/tcp6, ss -ltn or netstat -ltn`],
  ])("%s is refused", async (file, message) => {
    await expect(readListeners([file])).rejects.toThrow(new InputError(message));
  });
});
