import type { StepType } from '@pgflow/core-sql';
import { sqlModule } from './sql-module.js';

/** The step type as it is registered in SQL. */
export const raceStepType: StepType = { name: 'race', sqlModule };
