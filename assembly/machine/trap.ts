// How the module stops when its own invariants break. No import is needed: an engine reports a wasm trap.

/** Takes the place of AssemblyScript's imported abort (asconfig.json). */
export function abort(_message: string | null, _file: string | null, _line: u32, _column: u32): void {
  unreachable();
}

/** Stops the module: the emulator (not the emulated kernel) is in a state that it must never reach. */
export function trap(): void {
  unreachable();
}
