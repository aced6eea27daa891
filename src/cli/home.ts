import { access, constants } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readListeners } from "../listeners-file.js";
import type { CommonOptions } from "./options.js";
import { runSurvey } from "./survey.js";
import type { Terminal } from "./terminal.js";

/** The capture surveyed where this host shows no listeners, as messages call it and as it lies in the package. */
const SHIPPED = "examples/captures/quiet-server.tcp.txt";
const shippedFile = () => fileURLToPath(new URL(`../../${SHIPPED}`, import.meta.url));

/** `halfopen` alone: the main job, and what to try next. */
export async function home(terminal: Terminal, options: CommonOptions, own = "/proc/net/tcp"): Promise<void> {
  let note = "";
  const read = async () => {
    const readable = await access(own, constants.R_OK).then(
      () => true,
      () => false,
    );
    if (readable) {
      const found = await readListeners(own === "/proc/net/tcp" ? [] : [own]);
      if (found.listeners.length > 0) return found;
      note = "Nothing listens on this host; surveying a capture of a quiet server instead.";
    } else note = "This host has no readable /proc/net/tcp; surveying a capture of a quiet server instead.";
    return { ...(await readListeners([shippedFile()])), source: SHIPPED };
  };
  const report: string[] = [];
  await runSurvey({ ...terminal, print: (text) => report.push(text) }, options, read);
  if (options.json) {
    terminal.print(report.join(""));
    return;
  }
  if (note) terminal.print(`${note}\n\n`);
  terminal.print(report.join(""));
  if (options.quiet) return;
  const tries = [
    ["halfopen listen", "where the cycles of one listen() go"],
    ["halfopen lookup", "what 1000 listeners in one bucket cost a SYN"],
    ["halfopen --help", "all commands"],
  ];
  terminal.print(
    `\n${terminal.paper.title("Try next")}\n${terminal.paper.table([{ head: "" }, { head: "" }], tries)}\n`,
  );
}
