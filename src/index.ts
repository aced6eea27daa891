export type { Core, CoreExports, WasmSource } from "./core.js";
export { loadCore } from "./core.js";
export { counterNames } from "./counters.js";
export type { BootOptions } from "./emulator.js";
export { Emulator } from "./emulator.js";
export type {
  CaseFidelity,
  Fidelity,
  FidelityOptions,
  FunctionFidelity,
} from "./fidelity/compare.js";
export { fidelity } from "./fidelity/compare.js";
export { Counts } from "./fidelity/counts.js";
export { countedKernels } from "./fidelity/shipped.js";
export { type Fit, type FitOptions, fitMachine } from "./fit.js";
export { InputError } from "./input-error.js";
export type { Kernel } from "./kernels.js";
export { kernels } from "./kernels.js";
export {
  type Cell,
  type LatencyError,
  type LatencyMatrix,
  LatencyModel,
  latencyError,
  type MeasuredMatrix,
  measuredMatrices,
  predict,
} from "./latency.js";
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
export { type MatrixText, readMatrixText } from "./matrix-text.js";
export { type ProfileFigures, profileWords } from "./profile-words.js";
export type {
  AcceptResult,
  AdvanceResult,
  CallResult,
  NameResult,
  OptionResult,
  Outcome,
  Packet,
  PacketResult,
  PollResult,
  Segment,
  SegmentResult,
} from "./results.js";
export { outcomes } from "./results.js";
export type { Sent } from "./sent.js";
export type { AddressFamily, SocketFamily, SocketOption, SocketType } from "./socket-words.js";
export type { Chain, MemoryUse, SlabState, SocketDiag, SocketState, State, VmallocArea } from "./state.js";
export type { Survey, SurveyDetail } from "./survey.js";
export { survey } from "./survey.js";
export type { SysctlValue } from "./sysctls.js";
export { sysctlNames } from "./sysctls.js";
export type { TcpState } from "./tcp-states.js";
export { tcpStates } from "./tcp-states.js";
