// include/asm-i386/system.h of Linux 1.2.13: what it has instead of locks. There is one CPU, and the kernel is never
// preempted: shutting interrupts out is all the exclusion there is.
import { popf } from "../machine/cpu";

export { cli, sti } from "../machine/cpu";

/** save_flags(): pushf and a pop, instructions of the caller's row. */
export function save_flags(): void {}

/** restore_flags(): popf. */
export function restore_flags(): void {
  popf();
}
