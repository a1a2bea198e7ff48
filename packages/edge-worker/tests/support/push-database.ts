import { sqlModule as backendHttp } from '@pgflow/backend-http';
import { sqlModule as coreSql, migrate } from '@pgflow/core-sql';
import { type TestDatabase, testDatabase } from '@pgflow/dev-postgres/testing';
import { sqlModule as stepTypeMap } from '@pgflow/step-type-map';

/** Counts the settles. */
const COUNT_SETTLES = `
  create sequence pgflow_http.settle_calls minvalue 0;
  create function pgflow_http.settles() returns integer
  language sql return (select last_value::integer from pgflow_http.settle_calls);
  alter function pgflow_http.settle_step_tasks rename to really_settle;
  create function pgflow_http.settle_step_tasks(completed jsonb, failed jsonb) returns json
  language sql volatile
  as $$
    select nextval('pgflow_http.settle_calls');
    select pgflow_http.really_settle(completed, failed)
  $$`;

/** A database of this test file whose deliveries the tests bring. */
export function pushDatabase(): TestDatabase {
  const modules = [coreSql, stepTypeMap, backendHttp];
  const migrations = modules.flatMap((module) => module.migrations.map(({ sql }) => sql));
  return testDatabase(['edge-worker push', ...migrations, COUNT_SETTLES], async (admin) => {
    await migrate(admin, modules);
    await admin.unsafe(COUNT_SETTLES);
  });
}
