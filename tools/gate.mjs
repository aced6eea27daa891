// npm run gate: the project's own baselines, through the command that users have. What follows goes to it, such as
// npm run gate -- --update when a move is meant.
import { spawnSync } from "node:child_process";

const baselines = ["gate/baseline.json", "examples/ci-gate/halfopen.baseline.json"];

for (const file of baselines) {
  const args = ["dist/cli/main.js", "check", "--baseline", file, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exitCode = status ?? 1;
}
