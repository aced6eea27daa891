// Linux 2.6.20: table of contents. What the host can ask of it, and how it boots.
export * from "../linux/kernel";

import { Kernel } from "../kernel";
import { kernelOf } from "../linux/kernel";

/** What else boots: nothing, there are no namespaces. */
export function bootOwn(): void {}

export const linux_2_6_20: Kernel = kernelOf("2.6.20");
