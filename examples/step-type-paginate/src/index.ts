export { sqlModule } from './sql-module.js';
export * from './step.js';
export { paginateStepType } from './step-type.js';
