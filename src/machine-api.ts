// "halfopen/machine": checks machine profiles and fills in their defaults. Needs a validator, which is why the library
// itself has it not.
//
//   const machine = readMachine(JSON.parse(text), { file: "mine.json" });   // or the name of a shipped one
//   profileWords(machine, kernel.sysenter);                                 // for profileAddress() of the core
export { figuresWithoutSource, type Machine, machineSchema, readMachine } from "./machine.js";
export { type ProfileFigures, profileWords } from "./profile-words.js";
