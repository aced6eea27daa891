// Every emulated function beside functions.json and, through its rules, the traces (tools/functions.mjs). The main
// functions of the traced calls are compared call by call in fidelity.test.ts.
import { describe, expect, it } from "vitest";
import { Emulator, kernels } from "../src/index.ts";
import { collect, unexplained } from "../tools/functions.mjs";

describe.each(kernels.map(({ name }) => name))("Linux %s", (kernel) => {
  it("explains every function that is off by more than 30 % from functions.json", async () => {
    const { rows, needless } = await collect(Emulator, kernel);
    expect(rows.filter(unexplained).map(({ name }: { name: string }) => name)).toEqual([]);
    expect(needless, "notes.json explains what is not off").toEqual([]);
  });
});
