import { type Outcome, run } from "../../src/cli/program.js";

/** A line as a shell takes it (words apart by blanks), run without a terminal, 100 columns wide. */
export async function halfopen(
  line: string,
  { env = {}, columns = 100, isTTY = false }: { env?: Record<string, string>; columns?: number; isTTY?: boolean } = {},
): Promise<Outcome & { errors: string }> {
  let errors = "";
  const outcome = await run(line.split(" ").filter(Boolean), {
    stdout: { isTTY, columns },
    stderr: { isTTY: false },
    env,
    warn: (text) => {
      errors += text;
    },
  });
  return { ...outcome, errors };
}
