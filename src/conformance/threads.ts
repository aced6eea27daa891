// Threads of the case's process that sleep in a blocking accept().
import type { AcceptResult } from "../results.js";
import type { World } from "./world.js";

/**
 * Holds the file open, as a sleeping call does: here by a descriptor of its own. Whenever something has happened it
 * tries again, which is what a woken sleeper does.
 */
export class Thread {
  /** What accept() returned; undefined: it sleeps. */
  result: AcceptResult | undefined;
  /** Under which name the connection is to be known. */
  readonly as: string | undefined;
  readonly #world: World;
  readonly #fd: number;

  constructor(world: World, fd: number, as: string | undefined) {
    this.#world = world;
    this.as = as;
    const own = world.linux.dup(fd);
    this.#fd = own.ret;
    if (own.errno) this.result = own;
    this.look();
  }

  look(): void {
    if (this.result) return;
    const result = this.#world.linux.accept(this.#fd);
    if (result.errno === "EAGAIN") return;
    this.result = result;
    this.#world.linux.close(this.#fd);
  }
}
