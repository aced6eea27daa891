import { Paper } from "../report/paper.js";

/** What a command reads its surroundings from and writes to; tests give their own. */
export interface Terminal {
  paper: Paper;
  /** Adds to what goes to stdout once the command has ended well. */
  print(text: string): void;
  /** The single line that tells how far a long run is; nothing before two seconds have passed. */
  progress(text: string): void;
  /** An expectation or a gate failed: the exit status will be 1. */
  fail(): void;
  /** A line on stderr: what a person should know beside a document on stdout. */
  note?(text: string): void;
}

const WIDEST = 110;
const WIDTH_OF_FILES = 100;
const PATIENCE_MS = 2000;
const REFRESH_MS = 100;

interface Stream {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** The paper for a stream in an environment: FORCE_COLOR beats NO_COLOR beats whether it is a terminal. */
export function paperFor(stream: Stream, env: Record<string, string | undefined>): Paper {
  const { FORCE_COLOR: force, NO_COLOR: no, COLUMNS: columns, TERM: term } = env;
  const colour = force !== undefined ? !/^(0|false)$/i.test(force) : !no && Boolean(stream.isTTY) && term !== "dumb";
  const width = stream.columns || Number(columns) || WIDTH_OF_FILES;
  return new Paper(Math.max(40, Math.min(width, WIDEST)), colour);
}

/** A line on a terminal that is written over and over, and wiped at the end. */
export class Progress {
  readonly #write: (text: string) => void;
  readonly #begin = Date.now();
  #last = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  update(text: string): void {
    const now = Date.now();
    if (now - this.#begin < PATIENCE_MS || now - this.#last < REFRESH_MS) return;
    this.#last = now;
    this.#write(`\r\x1b[K${text}`);
  }

  end(): void {
    if (this.#last) this.#write("\r\x1b[K");
  }
}
