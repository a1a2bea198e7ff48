export { sqlModule } from './sql-module.js';
export * from './step.js';
export { raceStepType } from './step-type.js';
