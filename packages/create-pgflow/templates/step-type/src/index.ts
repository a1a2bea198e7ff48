export { sqlModule } from './sql-module.js';
export { type MyThingOptions, myThing } from './step.js';
export { myThingStepType } from './step-type.js';
