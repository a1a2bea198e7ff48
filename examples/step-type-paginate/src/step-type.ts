import type { StepType } from '@pgflow/core-sql';
import { sqlModule } from './sql-module.js';

/** The step type as it is registered in SQL. */
export const paginateStepType: StepType = { name: 'paginate', sqlModule };
