import { sqlModule as backendPgmq, pgmqBackend } from '@pgflow/backend-pgmq';
import { sqlModule as backendTable, tableBackend } from '@pgflow/backend-table';
import { sqlModule as coreSql, createClient, flow, migrate } from '@pgflow/core-sql';
import { installExtensions } from '@pgflow/dev-postgres';
import { testDatabase } from '@pgflow/dev-postgres/testing';
import { map, sqlModule as stepTypeMap } from '@pgflow/step-type-map';
import postgres, { type Sql } from 'postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runWorker, until } from './support/run-worker.js';

const texts = (modules: { migrations: readonly { sql: string }[] }[]) =>
  modules.flatMap(({ migrations }) => migrations.map(({ sql }) => sql));

describe('on a Postgres without pgmq', () => {
  const modules = [coreSql, stepTypeMap, backendTable];
  const database = testDatabase(['edge-worker table', ...texts(modules)], (admin) =>
    migrate(admin, modules),
  );

  /** Connections of a role that may do what the README of the backend grants a worker. */
  async function asWorkerRole(): Promise<Sql> {
    const role = `pgflow_test_${crypto.randomUUID().replaceAll('-', '')}`;
    await database.sql.unsafe(`
      create role ${role};
      grant usage on schema pgflow_table to ${role};
      grant execute on function
        pgflow_table.start_worker, pgflow_table.stop_worker,
        pgflow_table.settle_and_claim, pgflow_table.extend_step_tasks,
        pgflow_table.release_step_tasks, pgflow_table.get_run_inputs,
        pgflow_table.housekeep
      to ${role}`);
    const sql = postgres(database.url, { max: 4, onnotice: () => {}, connection: { role } });
    onTestFinished(async () => {
      await sql.end();
      await database.sql.unsafe(`drop owned by ${role}; drop role ${role}`);
    });
    return sql;
  }

  test('a worker with no right but to its functions runs a flow from end to end', async () => {
    const sql = await asWorkerRole();
    const words = flow('words')
      .step('split', { baseDelayMs: 0 }, (_, { attempt, input }) => {
        if (attempt === 1) throw new Error('not yet');
        return String(input).split(' ');
      })
      .step(
        'shout',
        { after: ['split'] },
        map({ over: 'split', run: (word) => word.toUpperCase() }),
      )
      .step('join', { after: ['shout'] }, ({ shout }) => shout.join(' '));
    await runWorker({ flows: [words], backend: tableBackend, sql });
    const run = await createClient(database.sql).start(words, 'one two three');
    expect(await run.result({ timeoutMs: 15_000 })).toEqual({ join: 'ONE TWO THREE' });
    const left = await database.sql`select from pgflow_table.deliveries`;
    expect(left.length).toBe(0);
    await expect(sql`select from pgflow_table.deliveries`).rejects.toMatchObject({ code: '42501' });
  });

  test('a sleeping worker is woken by a notification', async () => {
    const woken = flow('woken').step('one', () => 1);
    await runWorker({
      flows: [woken],
      backend: tableBackend,
      sql: await asWorkerRole(),
      pollIntervalMs: 600_000,
    });
    // Long enough for the pauses between its looks to grow beyond the time that the run may take.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const began = Date.now();
    const run = await createClient(database.sql).start(woken, {});
    expect(await run.result({ timeoutMs: 5_000 })).toEqual({ one: 1 });
    expect(Date.now() - began).toBeLessThan(1_000);
  });

  test('a handler that takes longer than its lease keeps it', async () => {
    let calls = 0;
    const patient = flow('patient').step('long', async () => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      return calls;
    });
    const options = { flows: [patient], backend: tableBackend, leaseSeconds: 1 };
    await runWorker({ ...options, sql: database.sql, pollIntervalMs: 100 });
    await runWorker({ ...options, sql: database.sql, pollIntervalMs: 100 });
    const run = await createClient(database.sql).start(patient, {});
    expect(await run.result({ timeoutMs: 15_000 })).toEqual({ long: 1 });
  });
});

describe('beside pgmq', () => {
  const modules = [coreSql, stepTypeMap, backendPgmq, backendTable];
  const database = testDatabase(['edge-worker both', ...texts(modules)], async (admin) => {
    await installExtensions(admin, ['pgmq']);
    await migrate(admin, modules);
  });

  test('the steps of one flow are brought by two backends, each to its worker', async () => {
    const broughtBy = (name: string) =>
      flow('mixed', { backend: 'pgmq' })
        .step('first', () => [name])
        .step('middle', { after: ['first'], backend: 'table' }, ({ first }) => [...first, name])
        .step('last', { after: ['middle'] }, ({ middle }) => [...middle, name]);
    const { sql } = database;
    await runWorker({ flows: [broughtBy('pgmq')], backend: pgmqBackend, sql });
    await runWorker({ flows: [broughtBy('table')], backend: tableBackend, sql });
    const run = await createClient(sql).start(broughtBy('client'), {});
    expect(await run.result({ timeoutMs: 15_000 })).toEqual({ last: ['pgmq', 'table', 'pgmq'] });
  });

  test('a step on a backend that no worker serves is reported, and ends its run', async () => {
    const { sql } = database;
    const half = flow('half', { backend: 'pgmq' })
      .step('first', () => 1)
      .step('second', { after: ['first'], backend: 'table' }, ({ first }) => first);
    await runWorker({ flows: [half], backend: pgmqBackend, sql });
    const run = await createClient(sql).start(half, {});
    const waiting = await until(async () => {
      const [row] = await sql`
        select backend, runs::int from pgflow.unserved_flows where flow_slug = 'half'`;
      return row;
    });
    expect(waiting).toEqual({ backend: 'table', runs: 1 });
    await sql`select pgflow.fail_unserved_runs('0 seconds')`;
    await expect(run.result()).rejects.toMatchObject({ failure: { code: 'PF016' } });
    const left = await sql`select from pgflow_table.deliveries where run_id = ${run.runId}`;
    expect(left.length).toBe(0);
  });
});
