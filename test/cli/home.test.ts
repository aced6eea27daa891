import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { home } from "../../src/cli/home.js";
import { Paper } from "../../src/report/paper.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(process.cwd(), "build/home-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function homeOf(table: string | undefined, options = {}): Promise<string> {
  const file = join(folder, "tcp");
  if (table === undefined) rmSync(file, { force: true });
  else writeFileSync(file, table);
  let text = "";
  const print = (more: string) => {
    text += more;
  };
  await home({ paper: new Paper(100, false), print, progress: () => {}, fail: () => {} }, options, file);
  return text;
}

const HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode   \n";
const ROW =
  "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12600 1 0 100 0 0 10 0\n";

describe("halfopen without a command", () => {
  test("surveys this host and says what to try next", async () => {
    const text = await homeOf(HEADER + ROW);
    expect(text).toMatch(/^1 listener of .*\/tcp on core2-woodcrest/);
    expect(text).toContain("Try next\n  halfopen listen ");
  });
  test("says that nothing listens here and surveys the shipped capture", async () => {
    expect(await homeOf(HEADER)).toMatch(
      /^Nothing listens on this host; surveying a capture.*\n\n\d+ listeners of examples\/captures\/quiet-server\.tcp\.txt/,
    );
  });
  test("says that /proc/net/tcp is not readable and surveys the shipped capture", async () => {
    expect(await homeOf(undefined)).toMatch(/^This host has no readable \/proc\/net\/tcp; surveying a capture/);
  });
  test("--json prints the survey's document alone, --quiet no hints", async () => {
    expect(JSON.parse(await homeOf(HEADER, { json: true })).source).toBe("examples/captures/quiet-server.tcp.txt");
    expect(await homeOf(HEADER + ROW, { quiet: true })).not.toContain("Try next");
  });
});
