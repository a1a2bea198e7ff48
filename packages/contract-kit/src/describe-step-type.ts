import type { StepTypeHarness } from './harness.js';
import type { Runner } from './runner.js';
import { stepTypeBatches } from './step-type/batches.js';
import { stepTypeCapabilities } from './step-type/capabilities.js';
import { stepTypeCases } from './step-type/cases.js';
import { stepTypeIsolation } from './step-type/isolation.js';
import { stepTypeRegistration } from './step-type/registration.js';
import { stepTypeSuite } from './step-type/step-type-suite.js';

/** Registers, with a test runner, the suite that every step type has to pass. */
export function describeStepType(harness: StepTypeHarness, runner: Runner): void {
  runner.describe(`step type ${harness.stepType}`, () => {
    const suite = stepTypeSuite(harness, runner);
    stepTypeRegistration(suite);
    stepTypeCapabilities(suite);
    stepTypeCases(suite);
    stepTypeBatches(suite);
    stepTypeIsolation(suite);
  });
}
