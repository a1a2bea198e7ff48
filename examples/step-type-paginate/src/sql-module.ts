import type { SqlModule } from '@pgflow/core-sql';
import { migrations, requires, version } from './migrations.generated.js';

/** The SQL of the step type, for `migrate()`. */
export const sqlModule: SqlModule = {
  name: 'step-type-paginate',
  version,
  schema: 'pgflow_paginate',
  requires,
  migrations,
};
