import type { StepType } from '@pgflow/core-sql';
import { sqlModule } from './sql-module.js';

/** The step type as it is registered in SQL. */
export const myThingStepType: StepType = {
  name: 'my_thing',
  sqlModule,
};
