import { sqlModule as backendTable } from '@pgflow/backend-table';
import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { sqlModule as stepTypeMap } from '@pgflow/step-type-map';

/** What a schema needs besides to be pushed from; it counts the settles. */
const SETTLE = `
  create sequence pgflow_table.settle_calls minvalue 0;
  create function pgflow_table.settles() returns integer
  language sql return (select last_value::integer from pgflow_table.settle_calls);
  create function pgflow_table.settle_step_tasks(completed jsonb, failed jsonb) returns json
  language sql volatile
  as $$
    select nextval('pgflow_table.settle_calls');
    select coalesce(json_agg(o) filter (where o.outcome <> 'completed'), '[]')
    from unnest(pgflow_table._settle(completed, failed)) as o
  $$`;

/** A database of this test file whose deliveries the tests bring. */
export function pushDatabase(): TestDatabase {
  const modules = [coreSql, stepTypeMap, backendTable];
  const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
  return testDatabase(['edge-worker push', ...migrations, SETTLE], async (admin) => {
    await migrate(admin, modules);
    await admin.unsafe(SETTLE);
  });
}
