export { sqlModule } from './sql-module.js';
export * from './step.js';
export { myThingStepType } from './step-type.js';
