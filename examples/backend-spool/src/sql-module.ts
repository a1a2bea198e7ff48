import type { SqlModule } from '@pgflow/core-sql';
import { migrations, requires, version } from './migrations.generated.js';

/** The SQL of the backend, for `migrate()`. */
export const sqlModule: SqlModule = {
  name: 'backend-spool',
  version,
  schema: 'pgflow_spool',
  requires,
  migrations,
};
