// npm run conformance -- [FILE] [--kernel K] [--json] [--case ID] [--core FILE]: the cases of facts/conformance.json, or of
// another file in their notation, on every kernel that they name. Exit status 1 if any failed, 2 if FILE is wrong.
//
//   --kernel K    one kernel, or several with commas between; all by default
//   --case ID     this case alone, with what each of its steps came to
//   --core FILE   another build of the module: of a kernel that is being worked on
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { plain, reportText, runAll, summary } from "../dist/conformance/report.js";
import { readCases } from "../dist/conformance/schema.js";
import { kernels as known } from "../dist/index.js";
import { InputError } from "../dist/input-error.js";
import { readTextFile } from "../dist/machine-file.js";

const HELP = `npm run conformance -- [FILE] [--kernel K] [--json] [--case ID] [--core FILE] [--machine NAME]

Runs the cases of FILE, in the notation of src/conformance/README.md, on every
kernel that they name. Exit status 1 if any failed, 2 if FILE is wrong.

  FILE            the cases (default: facts/conformance.json)
  --kernel K      one kernel, several with commas between, or all (default: all)
  --json          one JSON document: the counts by kernel, and the failures
  --case ID       this case alone, with what each of its steps came to
  --core FILE     another build of the module
  --machine NAME  a shipped profile; answers do not depend on it
`;

/** The least work for the host: small caches are searched soonest. */
const MACHINE = "p54c-100";
const CASES = fileURLToPath(new URL("../facts/conformance.json", import.meta.url));

function options() {
  const given = parseArgs({
    allowPositionals: true,
    options: {
      kernel: { type: "string" },
      json: { type: "boolean" },
      case: { type: "string" },
      core: { type: "string" },
      machine: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (given.positionals.length > 1) throw new InputError(`${given.positionals[1]}: one FILE at most`);
  const [file] = given.positionals;
  // npm runs in the project's folder, and tells from where it was called.
  return { ...given.values, file: file === undefined ? CASES : resolve(process.env.INIT_CWD ?? ".", file) };
}

function kernelsOf(list) {
  const names = known.map(({ name }) => name);
  if (list === undefined || list === "all") return names;
  const wanted = list.split(",");
  const wrong = wanted.find((name) => !names.includes(name));
  if (wrong !== undefined) throw new InputError(`--kernel ${wrong}: unknown; give all or some of ${names.join(", ")}`);
  return wanted;
}

function readCore(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InputError(`--core ${file}: cannot be read (${error.code}); give a module that tools/build.mjs made`);
  }
}

async function main() {
  const { help, file, json, case: id, core, kernel, machine = MACHINE } = options();
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const kernels = kernelsOf(kernel);
  const all = readCases(readTextFile(file), file);
  const cases = id === undefined ? all : all.filter((one) => one.id === id);
  if (cases.length === 0) throw new InputError(`--case ${id}: ${file} has no such case`);
  const wasm = core && (await WebAssembly.compile(readCore(core)));
  const trace = id === undefined ? undefined : traceTo(json ? process.stderr : process.stdout);
  const results = await runAll(cases, kernels, { machine, ...(wasm && { wasm }) }, trace);
  const outcome = summary(results, kernels);
  process.stdout.write(json ? `${JSON.stringify(outcome, null, 2)}\n` : reportText(results, kernels));
  return outcome.failures.length > 0 ? 1 : 0;
}

function traceTo(stream) {
  return (kernel, { id }) => {
    stream.write(`${id} on Linux ${kernel}\n`);
    return (step, { expect: _, expect_by_gen: __, ...what }, got) => {
      stream.write(`  ${String(step).padStart(3)}  ${plain(what)}\n         ${plain(got)}\n`);
    };
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  const code = String(error?.code ?? "");
  if (!(error instanceof InputError) && !code.startsWith("ERR_PARSE_ARGS")) throw error;
  console.error(`conformance: ${error.message.replaceAll(/\s*\n\s*/g, " ")}`);
  process.exitCode = 2;
}
