import { migrations, version } from './sql.generated.js';
import type { SqlModule } from './sql-module.js';

/** The SQL of orchestration, schema `pgflow`: what every installation starts with. */
export const sqlModule: SqlModule = {
  name: 'core-sql',
  version,
  schema: 'pgflow',
  requires: {},
  migrations,
};
