import type { Machine } from "./machine.js";
import core2Woodcrest from "./machines/core2-woodcrest.json" with { type: "json" };
import k8Opteron from "./machines/k8-opteron.json" with { type: "json" };
import nehalemBloomfield from "./machines/nehalem-bloomfield.json" with { type: "json" };
import p3Coppermine from "./machines/p3-coppermine.json" with { type: "json" };
import p4Northwood from "./machines/p4-northwood.json" with { type: "json" };
import p54c100 from "./machines/p54c-100.json" with { type: "json" };
import sandybridgeI5 from "./machines/sandybridge-i5.json" with { type: "json" };

/** Name of the profile that is used where none is given. */
export const defaultMachine = "core2-woodcrest";

const defaults = (profile: object) => ({ paging: { pse: true }, ...profile }) as unknown as Machine;

/** The shipped profiles by name, the default first. A test holds them against the schema. */
export const shippedMachines: Readonly<Record<string, Machine>> = {
  "core2-woodcrest": defaults(core2Woodcrest),
  "p3-coppermine": defaults(p3Coppermine),
  "p4-northwood": defaults(p4Northwood),
  "p54c-100": defaults(p54c100),
  "k8-opteron": defaults(k8Opteron),
  "nehalem-bloomfield": defaults(nehalemBloomfield),
  "sandybridge-i5": defaults(sandybridgeI5),
};
