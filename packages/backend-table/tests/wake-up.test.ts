import { backendCalls } from '@pgflow/contract-kit';
import { expect, onTestFinished, test } from 'vitest';
import { tableDatabase } from './support/table-database.js';

const database = tableDatabase();

/** A flow of its own, and what was heard on its channel so far. */
async function listening(slug: string) {
  const { sql } = database;
  const definition = { slug, steps: [{ slug: 'a', options: { baseDelayMs: 60_000 } }] };
  const [{ queue }] = await sql<[{ queue: string }]>`
    select queue from pgflow.define_flow(${sql.json(definition)}::jsonb)`;
  const heard = { count: 0 };
  const { unlisten } = await sql.listen(`pgflow_table:${queue}`, () => {
    heard.count += 1;
  });
  onTestFinished(unlisten);
  /** A notification of our own comes after those of the commits before it. */
  const settled = async () => {
    let hear = () => {};
    const echo = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const { unlisten } = await sql.listen(`echo_${slug}`, hear);
    await sql.notify(`echo_${slug}`, '');
    await echo;
    await unlisten();
    return heard.count;
  };
  return { queue, settled, start: () => sql`select pgflow.start_flow(${slug}, '{}')` };
}

test('a commit with new deliveries notifies once, and a rollback never', async () => {
  const { sql } = database;
  const { settled } = await listening('once');
  await sql.begin(async (tx) => {
    for (let run = 0; run < 3; run++) await tx`select pgflow.start_flow('once', '{}')`;
  });
  expect(await settled()).toBe(1);
  const rolledBack = sql.begin(async (tx) => {
    await tx`select pgflow.start_flow('once', '{}')`;
    throw new Error('no');
  });
  await expect(rolledBack).rejects.toThrow('no');
  expect(await settled()).toBe(1);
});

test('a released task notifies, a retry that is not due does not', async () => {
  const { queue, settled, start } = await listening('again');
  const calls = backendCalls(database.sql, 'pgflow_table');
  await start();
  expect(await settled()).toBe(1);
  await calls.release(await calls.claim(queue));
  expect(await settled()).toBe(2);
  const outcomes = await calls.fail(await calls.claim(queue));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['retry']);
  expect(await settled()).toBe(2);
});

/** Stops the clock at `ms` after an hour. */
async function setClock(ms: number): Promise<void> {
  const { sql } = database;
  const setTo = (body: string) =>
    sql.unsafe(`create or replace function pgflow._now() returns timestamptz
      language sql volatile parallel safe return ${body}`);
  await setTo(`pg_catalog.to_timestamp(1900000800 + ${ms} / 1000.0)`);
  onTestFinished(() => setTo('pg_catalog.clock_timestamp()').then(() => {}));
}

test('while one transaction is about to notify, another one does not, and waits for nothing', async () => {
  const { sql } = database;
  const { settled, start } = await listening('throttled');
  await setClock(0);
  await sql.begin(async (tx) => {
    await tx`select pgflow.start_flow('throttled', '{}')`;
    await start();
    expect(await settled()).toBe(0);
  });
  expect(await settled()).toBe(1);
});

test('one that comes later notifies, though an earlier one stays open or is rolled back', async () => {
  const { sql } = database;
  const { settled, start } = await listening('later');
  await setClock(0);
  const rolledBack = sql.begin(async (tx) => {
    await tx`select pgflow.start_flow('later', '{}')`;
    await setClock(10);
    await start();
    expect(await settled()).toBe(1);
    throw new Error('no');
  });
  await expect(rolledBack).rejects.toThrow('no');
  expect(await settled()).toBe(1);
});

test('notifications can be turned off', async () => {
  const { sql } = database;
  const { settled, start } = await listening('quiet');
  await sql`update pgflow_table.settings set notify = false`;
  onTestFinished(() => sql`update pgflow_table.settings set notify = true`.then(() => {}));
  await start();
  expect(await settled()).toBe(0);
});
