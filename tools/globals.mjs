// What Emulator.save() and load() need of the module beside its memory: its mutable globals, which no host can reach,
// and a number that tells one build from another.
import { createHash } from "node:crypto";
import binaryen from "assemblyscript/binaryen";

const BYTES = 8;

/**
 * Adds the exports
 * - saveGlobals(address): stores every mutable global there, 8 bytes each; loadGlobals(address) takes them back
 * - globalsSize(): how many bytes that is
 * - build: an i64, the first 8 bytes of the SHA-256 of the module without these
 *
 * This comes after the optimiser, to which a global that loadGlobals() writes would be no constant any more.
 */
export function addGlobalAccess(wasm) {
  const { i32, i64, none, createType, Features } = binaryen;
  const module = binaryen.readBinary(wasm);
  module.setFeatures(Features.All);
  const globals = Array.from({ length: module.getNumGlobals() }, (_, i) =>
    binaryen.getGlobalInfo(module.getGlobalByIndex(i)),
  ).filter(({ mutable, base }) => mutable && !base);
  const names = new Map(
    [i32, i64, binaryen.f32, binaryen.f64].map((type, i) => [type, ["i32", "i64", "f32", "f64"][i]]),
  );
  const address = () => module.local.get(0, i32);
  const save = globals.map(({ name, type }, i) =>
    module[names.get(type)].store(i * BYTES, 4, address(), module.global.get(name, type)),
  );
  const load = globals.map(({ name, type }, i) =>
    module.global.set(name, module[names.get(type)].load(i * BYTES, 4, address())),
  );
  const add = (name, params, result, body) => {
    module.addFunction(name, params, result, [], body);
    module.addFunctionExport(name, name);
  };
  add("saveGlobals", createType([i32]), none, module.block(null, save));
  add("loadGlobals", createType([i32]), none, module.block(null, load));
  add("globalsSize", none, i32, module.i32.const(globals.length * BYTES));
  const digest = createHash("sha256").update(wasm).digest();
  module.addGlobal("build", i64, false, module.i64.const(digest.readBigInt64LE()));
  module.addGlobalExport("build", "build");
  if (!module.validate()) throw new Error("tools/globals.mjs: made no valid module");
  const binary = module.emitBinary();
  module.dispose();
  return binary;
}
