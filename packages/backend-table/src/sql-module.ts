import type { SqlModule } from '@pgflow/core-sql';
import { migrations, requires, version } from './sql.generated.js';

/** The SQL of the backend, schema `pgflow_table`. It needs nothing but Postgres. */
export const sqlModule: SqlModule = {
  name: 'backend-table',
  version,
  schema: 'pgflow_table',
  requires,
  migrations,
};
