// Linux 3.6.5: table of contents. What the host can ask of it, and how it boots.
export * from "../linux/kernel";

import { Kernel } from "../kernel";
import { kernelOf } from "../linux/kernel";
import { bootNet } from "./net_namespace";

/** What else boots. */
export function bootOwn(): void {
  bootNet();
}

export const linux_3_6: Kernel = kernelOf("3.6");
