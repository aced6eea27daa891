// Linux 4.3: table of contents. What the host can ask of it, and how it boots.
export * from "../linux/kernel";

import { Kernel } from "../kernel";
import { kernelOf } from "../linux/kernel";
import { bootNet } from "./net_namespace";
import { bootVariables4x } from "./variables_4x";

/** What else boots. */
export function bootOwn(): void {
  bootVariables4x();
  bootNet();
}

export const linux_4_3: Kernel = kernelOf("4.3");
