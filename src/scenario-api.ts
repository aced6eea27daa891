// "halfopen/scenario": reads, plans and runs scenarios. Needs a validator, which is why the library itself has it not.
export { readScenario, type Scenario, type Step, scenarioSchema } from "./scenario.js";
export { bootPlan, type Overrides, type Plan, planScenario } from "./scenario-plan.js";
export { type Mismatch, mismatchLine, runScenario, type ScenarioResult, type StepResult } from "./scenario-run.js";
