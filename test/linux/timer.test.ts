import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { readMachine } from "../../src/machine.ts";
import { profileWords } from "../../src/profile-words.ts";
import { buildCore } from "../../tools/build.mjs";

interface Wheels {
  memory: WebAssembly.Memory;
  profileAddress(): number;
  boot(cpus: number, count: number): void;
  add(i: number, tick: number, cpu: number): void;
  remove(i: number): void;
  pending(i: number): number;
  expiry(i: number): number;
  nextTimer(): number;
  runTimers(tick: number): void;
  cycles(): bigint;
  running(): number;
}

const NEVER = 0xffffffff;
const CPUS = 3;

/** Marsaglia's xorshift32: the same numbers every time. */
function generator(seed: number) {
  let x = seed;
  return (below: number) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

// The furthest timers: 2.6.20 has something in each of its five vectors. 3.6 turns its wheel tick by tick when it wakes,
// which takes the host a while.
describe.each([
  ["2.6.20", 2 ** 27],
  ["3.6", 2 ** 20],
])("timer wheels of Linux %s", (kernel, furthest) => {
  let wheels: Wheels;

  beforeAll(async () => {
    const file = `build/test-timers-${kernel}.wasm`;
    await buildCore(`assembly/linux-${kernel}/timer_testing.ts`, file);
    const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
    wheels = instance.exports as unknown as Wheels;
    const words = profileWords(readMachine("core2-woodcrest"), true);
    new Uint32Array(wheels.memory.buffer, wheels.profileAddress(), words.length).set(words);
  }, 60_000);

  const tick = () => wheels.nextTimer() >>> 0;

  test("nothing is due on an idle kernel, and looking costs nothing", () => {
    wheels.boot(1, 1);
    const before = wheels.cycles();
    expect(tick()).toBe(NEVER);
    wheels.runTimers(1_000_000);
    expect(wheels.cycles()).toBe(before);
  });

  test("every timer fires at its own tick, wherever it was set, deleted or set anew", () => {
    const count = 200;
    wheels.boot(CPUS, count);
    const random = generator(7);
    const delay = () => 1 + random(2 ** (1 + random(Math.log2(furthest))));
    let now = 0;
    for (let i = 0; i < count; i++) wheels.add(i, delay(), random(CPUS));
    const wanted = new Map(Array.from({ length: count }, (_, i) => [i, wheels.expiry(i) >>> 0]));
    for (let step = 0; tick() !== NEVER; step++) {
      expect(tick()).toBeGreaterThan(now);
      now = tick();
      for (const [i, at] of wanted) expect(at, `timer ${i} was overslept`).toBeGreaterThanOrEqual(now);
      const on = wheels.running();
      wheels.runTimers(now);
      expect(wheels.running()).toBe(on);
      for (const [i, at] of wanted) {
        expect(Boolean(wheels.pending(i)), `timer ${i} for ${at} at ${now}`).toBe(at > now);
        if (at <= now) wanted.delete(i);
      }
      const i = random(count);
      if (step >= 150) continue;
      wheels.remove(i);
      wanted.delete(i);
      if (random(2) === 0) continue;
      wheels.add(i, now + delay(), random(CPUS));
      wanted.set(i, wheels.expiry(i) >>> 0);
    }
    expect(wanted.size).toBe(0);
  });

  test("a timer that was deleted costs nothing when its time comes", () => {
    wheels.boot(1, 2);
    wheels.add(0, 50, 0);
    wheels.remove(0);
    const before = wheels.cycles();
    for (let now = 0; tick() !== NEVER; ) {
      now = tick();
      wheels.runTimers(now);
    }
    expect(wheels.cycles()).toBe(before);
  });
});
