// SYN cookies of 2.6.20 and 3.6: what a cookie that comes back makes, how long it may take, and what is counted.
import { describe, expect, test } from "vitest";
import { Emulator } from "../src/index.ts";

const SERVER = "127.0.0.1:80";
/** The SYN table of listen(8): once it is full, every SYN is answered with a cookie. */
const TABLE = 16;

describe.each(["2.6.20", "3.6"])("%s", (kernel) => {
  async function boot() {
    const linux = await Emulator.boot({ kernel, sysctl: { "net.ipv4.tcp_syncookies": 1 } });
    linux.passCost(false);
    const fd = linux.socket().ret;
    linux.bind(fd, { port: 80 });
    linux.listen(fd, 8);
    let port = 2000;
    /** Fills the table and draws a cookie. */
    const cookie = () => {
      while ((linux.socketState(fd)?.qlen ?? 0) < TABLE) linux.syn({ from: `10.0.0.1:${++port}`, to: SERVER });
      const from = `10.0.0.2:${++port}`;
      expect(linux.syn({ from, to: SERVER }).outcome).toBe("cookie");
      return { from, to: SERVER };
    };
    return { linux, fd, cookie };
  }

  test("a cookie that comes back makes a connection, which accept() returns; it leaves nothing behind", async () => {
    const { linux, fd, cookie } = await boot();
    const client = cookie();
    expect(linux.ack(client).outcome).toBe("established");
    expect(linux.ack(client).outcome).toBe("delivered");
    const { ret, peer } = linux.accept(fd);
    expect(peer).toBe(client.from);
    expect(linux.counters()).toMatchObject({
      SyncookiesSent: 1,
      SyncookiesRecv: 1,
      SyncookiesFailed: 0,
      PassiveOpens: 1,
    });
    linux.close(ret);
    linux.close(fd);
    expect(linux.slabs().request_sock_TCP?.active).toBe(0);
    expect(linux.ledger().reduce((sum, { cycles }) => sum + cycles, 0)).toBe(linux.clock());
  });

  test("with a full accept queue the ACK is dropped, and the peer may try again", async () => {
    const { linux, fd, cookie } = await boot();
    for (let i = 0; i < 9; i++) expect(linux.ack(cookie()).outcome).toBe("established");
    // From here on SYNs are dropped: more than one request is young. Cookies that are out still count.
    expect(linux.syn({ from: "10.0.0.3:1", to: SERVER }).outcome).toBe("drop");
    linux.accept(fd);
    const late = cookie();
    const first = cookie();
    expect(linux.ack(first).outcome).toBe("established");
    expect(linux.ack(late).outcome).toBe("drop");
    expect(linux.counters()).toMatchObject({ ListenOverflows: 1, ListenDrops: 1, SyncookiesRecv: 11 });
    linux.accept(fd);
    expect(linux.ack(late).outcome).toBe("established");
  });

  test("three seconds after the last cookie was sent nobody looks at cookies any more", async () => {
    const { linux, cookie } = await boot();
    const [soon, late] = [cookie(), cookie()];
    linux.advance(2900);
    expect(linux.ack(soon).outcome).toBe("established");
    linux.advance(200);
    expect(linux.ack(late).outcome).toBe("rst");
    expect(linux.counters()).toMatchObject({ SyncookiesRecv: 1, SyncookiesFailed: 1 });
  });

  test("under a flood a cookie is good for three minutes, and not for four", async () => {
    const { linux, cookie } = await boot();
    linux.advance(310_000); // jiffies wrap five minutes after boot, and the cookies' minutes with them
    const [three, four] = [cookie(), cookie()];
    linux.advance(180_000);
    cookie();
    expect(linux.ack(three).outcome).toBe("established");
    linux.advance(60_000);
    cookie();
    expect(linux.ack(four).outcome).toBe("rst");
  });

  test("the ACK of a cookie must have the right numbers", async () => {
    const { linux, cookie } = await boot();
    const { from, to } = cookie();
    const isn = linux.sent()[0]?.seq ?? 0;
    const ack = (seq: number, number: number) => linux.segment({ from, to, flags: ".", seq, ack: number }).outcome;
    expect(ack(1001, isn + 1 + 50)).toBe("rst");
    expect(ack(1001 + 50, isn + 1)).toBe("rst");
    expect(linux.counters()).toMatchObject({ SyncookiesRecv: 0, SyncookiesFailed: 2 });
    expect(ack(1001, isn + 1)).toBe("established");
  });
});
