import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { halfopen } from "./command-line.js";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

function shell(line: string) {
  const { stdout, stderr, status } = spawnSync("bash", ["-c", `set -o pipefail; ${line}`], {
    encoding: "utf8",
    env: { ...process.env, HALFOPEN: `${process.execPath} ${MAIN}` },
  });
  return { stdout, stderr, status };
}

describe("the program as a process", () => {
  test("a reader that goes away early is no fault", () => {
    expect(shell("$HALFOPEN layout --json | head -1")).toEqual({ stdout: "[\n", stderr: "", status: 0 });
  });
  test("a reader that was gone before the first line is a fault", () => {
    const stderr = "halfopen: stdout: cannot be written (EPIPE); redirect it to a file or a pipe that can be\n";
    expect(shell("{ sleep 0.5; $HALFOPEN kernels; } | true")).toEqual({ stdout: "", stderr, status: 2 });
  });

  test("a full disk is a fault", () => {
    const stderr = "halfopen: stdout: cannot be written (ENOSPC); redirect it to a file or a pipe that can be\n";
    expect(shell("$HALFOPEN layout > /dev/full")).toEqual({ stdout: "", stderr, status: 2 });
  });
  test("a stdout that is open for reading only is a fault", () => {
    const stderr = "halfopen: stdout: cannot be written (EBADF); redirect it to a file or a pipe that can be\n";
    expect(shell("$HALFOPEN layout 1< /dev/null")).toEqual({ stdout: "", stderr, status: 2 });
  });
  test("a fault in the input leaves stdout empty", () => {
    const stderr = 'halfopen: --backlog 5,x: "x" is no whole number; give one or a comma list, such as 5,128,512\n';
    expect(shell("$HALFOPEN listen --backlog 5,x --json")).toEqual({ stdout: "", stderr, status: 2 });
  });
  test("a closed stderr changes nothing", () => {
    expect(shell("$HALFOPEN --version 2>&-").stdout).toBe("0.1.0\n");
  });
});

describe("colour and width", () => {
  const coloured = async (options: Parameters<typeof halfopen>[1]) =>
    (await halfopen("machines", options)).text.includes("\x1b[");

  test("a terminal gets colours, a file none", async () => {
    expect([await coloured({ isTTY: true }), await coloured({ isTTY: false })]).toEqual([true, false]);
  });
  test("NO_COLOR takes them away, FORCE_COLOR brings them, a dumb terminal has none", async () => {
    expect(await coloured({ isTTY: true, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await coloured({ isTTY: false, env: { FORCE_COLOR: "1" } })).toBe(true);
    expect(await coloured({ isTTY: true, env: { FORCE_COLOR: "0" } })).toBe(false);
    expect(await coloured({ isTTY: true, env: { TERM: "dumb" } })).toBe(false);
  });
  test.each([
    "survey examples/captures/quiet-server.tcp.txt",
    "listen --backlog 5,128",
    "lookup --listeners 1,10",
    "machines",
    "layout sock",
    "kernels 3.6",
    "machines p4-northwood",
  ])("%s keeps within 80 and 110 columns", async (line) => {
    for (const columns of [80, 100, 200]) {
      const { text } = await halfopen(line, { columns });
      const widest = Math.max(...text.split("\n").map((row) => [...row].length));
      expect(widest).toBeLessThanOrEqual(Math.min(columns, 110));
    }
  });
});
