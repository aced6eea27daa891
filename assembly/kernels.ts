import { Kernel } from "./kernel";
import { linux_1_2 } from "./linux-1.2/kernel";
import { linux_2_6_20 } from "./linux-2.6.20/kernel";
import { linux_3_6 } from "./linux-3.6/kernel";
import { linux_4_3 } from "./linux-4.3/kernel";
import { linux_4_14 } from "./linux-4.14/kernel";

/** In the order of the host's list (src/kernels.ts). */
export const kernels: StaticArray<Kernel> = [
  linux_1_2, //
  linux_2_6_20,
  linux_3_6,
  linux_4_3,
  linux_4_14,
];
