import type { SqlModule } from '@pgflow/core-sql';
import { migrations, requires, version } from './sql.generated.js';

/** The SQL of the backend, schema `pgflow_http`. It needs nothing but Postgres; pg_net is used where it is. */
export const sqlModule: SqlModule = {
  name: 'backend-http',
  version,
  schema: 'pgflow_http',
  requires,
  migrations,
};
