export type { Core, CoreExports, WasmSource } from "./core.js";
export { loadCore } from "./core.js";
export type {
  AcceptResult,
  BootOptions,
  CallResult,
  MemoryUse,
  Outcome,
  Packet,
  PacketResult,
  SlabState,
  SocketOption,
  SocketState,
  State,
} from "./emulator.js";
export { Emulator, outcomes, sysctlNames } from "./emulator.js";
export type { Kernel } from "./kernels.js";
export { kernels } from "./kernels.js";
export type { Account, Cause, Causes, Cost } from "./ledger.js";
export { causeMeanings, causeNames } from "./ledger.js";
export type { FunctionCost, ListenCost } from "./listen.js";
export { listenCost } from "./listen.js";
export type { Listener } from "./listeners.js";
export { parseListeners } from "./listeners.js";
export type { LookupCost } from "./lookup.js";
export { lookupCost } from "./lookup.js";
export type { Machine } from "./machine.js";
export { defaultMachine, shippedMachines } from "./machines.js";
export { profileWords } from "./profile-words.js";
export type { Survey, SurveyDetail } from "./survey.js";
export { survey } from "./survey.js";
