// Linux 4.3: table of contents. What the host can ask of it, and how it boots.
export * from "../linux/kernel";
export * from "./kernel_4x";

import { Kernel } from "../kernel";
import { kernelOf } from "../linux/kernel";

export const linux_4_3: Kernel = kernelOf("4.3");
