import type { SqlModule, StepType } from '@pgflow/core-sql';
import { migrations, requires, version } from './migrations.generated.js';

/** The SQL of the step type, schema `pgflow_paginate`. */
export const sqlModule: SqlModule = {
  name: 'step-type-paginate',
  version,
  schema: 'pgflow_paginate',
  requires,
  migrations,
};

/** The step type `paginate`, for those who list what is installed. */
export const paginateStepType: StepType = { name: 'paginate', sqlModule };

export { type Page, type PaginateOptions, paginate } from './paginate.js';
