import type { SqlModule } from '@pgflow/core-sql';
import { migrations, requires, version } from './sql.generated.js';

/** The SQL of the backend, schema `pgflow_pgmq`. It creates the extension pgmq where it is missing. */
export const sqlModule: SqlModule = {
  name: 'backend-pgmq',
  version,
  schema: 'pgflow_pgmq',
  requires,
  migrations,
};
