// Keeps the figures of README.md real: a text block between
//   <!-- run: halfopen ARGUMENTS -->   (or: run: npm run SCRIPT)
// and <!-- end --> holds what that command prints. Without an option the blocks are written anew, with --check a
// difference fails. `halfopen` stands for the built command line, 96 columns wide; `| head -N` may follow.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const BLOCK = /(<!-- run: (.+?) -->\n```text\n)([\s\S]*?)(```\n<!-- end -->)/g;

const scripts = {
  "npm run conformance": ["tools/conformance.mjs"],
  "npm run accuracy -- --short": ["tools/accuracy.mjs", "--short"],
};

/** What a command of the README prints. */
export function outputOf(command) {
  const [words, head] = command.split(" | head -");
  const [program, ...args] = words.startsWith("halfopen ")
    ? ["dist/cli/main.js", ...words.split(" ").slice(1)]
    : (scripts[words] ?? []);
  if (!program)
    throw new Error(`README.md: ${command}: give halfopen ... or one of ${Object.keys(scripts).join(", ")}`);
  const env = { ...process.env, COLUMNS: "96", NO_COLOR: "1", FORCE_COLOR: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  // Status 1 with an output is a finding that the output tells, such as a failed case.
  if (status !== 0 && (status !== 1 || stdout === ""))
    throw new Error(`README.md: ${command}: exit status ${status}: ${stderr}`);
  const lines = stdout.trimEnd().split("\n");
  return `${(head ? lines.slice(0, Number(head)) : lines).join("\n")}\n`;
}

/** README.md with all its blocks as the commands print them now. */
export function renewed(text) {
  return text.replace(BLOCK, (_, opening, command, _old, closing) => opening + outputOf(command) + closing);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(root, "README.md");
  const text = readFileSync(file, "utf8");
  const wanted = renewed(text);
  if (process.argv[2] === "--check") {
    if (wanted !== text) {
      console.error("README.md: a block differs from what its command prints; node tools/readme.mjs writes it anew");
      process.exit(1);
    }
  } else writeFileSync(file, wanted);
}
