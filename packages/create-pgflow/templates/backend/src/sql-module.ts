import type { SqlModule } from '@pgflow/core-sql';
import { migrations, requires, version } from './migrations.generated.js';

/** The SQL of the backend, for `migrate()`. */
export const sqlModule: SqlModule = {
  name: 'my-package',
  version,
  schema: 'pgflow_my_thing',
  requires,
  migrations,
};
