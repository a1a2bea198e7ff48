import { sqlModule as backendPgmq } from '@pgflow/backend-pgmq';
import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { installExtensions } from '@pgflow/dev-postgres';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { sqlModule as stepTypeMap } from '@pgflow/step-type-map';

/** A database of this test file with all layers. */
export function layeredDatabase(): TestDatabase {
  const modules = [coreSql, stepTypeMap, backendPgmq];
  const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
  return testDatabase(['edge-worker', ...migrations], async (admin) => {
    await installExtensions(admin, ['pgmq']);
    await migrate(admin, modules);
  });
}
