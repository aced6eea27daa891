import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { halfopen } from "./command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "halfopen-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
/** The case that is quickest to compare. */
const figures = { insns: 200, loads_nonstack: 29, stores_nonstack: 7, locked: 2 };
const own = { "sys_listen.isra.0": { ...figures, insns: 180 }, "fget_light.part.0": { ...figures, insns: 20 } };
const relisten = { "sys_listen#0": { ...figures, self_by_function: own } };
const counts = JSON.stringify({ cases: { relisten_after_listen_first_bl5: { functions: relisten } } });

describe("halfopen fidelity", () => {
  it("has the contract's keys, and says what a file lacks", async () => {
    const path = file("counts.json", counts);
    const { text, status } = await halfopen(`fidelity --kernel 3.6 --counts ${path} --json`);
    expect(status).toBe(0);
    const result = JSON.parse(text);
    expect(Object.keys(result)).toEqual(["kernel", "machine", "cases", "worst", "missing"]);
    expect(Object.keys(result.worst)).toEqual(["total", "function"]);
    const [one] = result.cases;
    expect(Object.keys(one)).toEqual(["case", "total", "cycles", "functions"]);
    expect(Object.keys(one.total)).toEqual(["instructions", "loads", "stores", "locked", "lines"]);
    expect(one.total.instructions[1]).toBe(200);
    expect(one.total.lines[1]).toBeNull();
    // What the file lacks is a part of its caller.
    expect(one.functions).toMatchObject([
      { name: "sys_listen", instructions: [190, 180] },
      { name: "fget_light", instructions: [23, 20] },
    ]);
    expect(result.missing).toContain("at /cases/listen_first_bl5: no such case");
  });

  it("shows people what is off, and on which machine", async () => {
    const path = file("counts.json", counts);
    const { text } = await halfopen(`fidelity --kernel 3.6 --counts ${path} --machine p54c-100`);
    expect(text).toContain("on p54c-100, 100 MHz");
    expect(text).toMatch(/re-listen +213 +\+7/);
    expect(text).toContain("Not in the counts:\n  at /cases/listen_first_bl5: no such case");
  });

  it.each([
    ["--kernel 1.2", "--kernel 1.2: there are counts of 2.6.20 and 3.6; give a file of others with --counts FILE"],
    ["--counts some.json", "--counts some.json: whose counts? Give one kernel, such as --kernel 4.3"],
    ["--kernel 3.6 --counts none.json.gz", "none.json.gz: no such file; check the path"],
  ])("%s is wrong", async (options, fault) => {
    const { text, status, errors } = await halfopen(`fidelity ${options}`);
    expect([text, status, errors]).toEqual(["", 2, `halfopen: ${fault}\n`]);
  });

  it("refuses counts of which none is compared", async () => {
    const path = file("empty.json", '{ "cases": {} }');
    const { status, errors } = await halfopen(`fidelity --kernel 4.14 --counts ${path}`);
    expect(status).toBe(2);
    expect(errors).toBe(
      `halfopen: ${path}: nothing to compare with Linux 4.14: at /cases/listen_first_bl5: no such case\n`,
    );
  });
});
