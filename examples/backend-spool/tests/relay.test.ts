import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { flow } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { startRelay } from '../src/relay.js';
import { setUp, until } from './set-up.js';

test('a spool that nobody empties gets nothing more, while others do', async () => {
  await using our = await setUp();
  const [full, open] = [flow('full').step('one', () => 1), flow('open').step('one', () => 1)];
  const queues = [await our.queueOf(full), await our.queueOf(open)] as const;
  const [fullSpool, openSpool] = our.spools(...queues);
  await fullSpool.prepare();
  for (let n = 0; n < 1000; n++) await writeFile(join(fullSpool.ready, `${n}`), '');
  await our.client.start(full, null);

  const relay = startRelay(
    { sql: our.sql, workerId: randomUUID(), leaseSeconds: 30, logger: our.logger },
    new Map([
      [queues[0], fullSpool],
      [queues[1], openSpool],
    ]),
    30,
  );
  await our.client.start(open, null);
  await until(async () => (await openSpool.prepare()) === 1);
  await relay.close();
  expect(await fullSpool.prepare()).toBe(1000);
  expect(await our.relay(queues[0]), 'it is still due').toHaveLength(1);
  expect(our.lines).toEqual([]);
});

test('of many that are due, no more are read than are taken', async () => {
  await using our = await setUp();
  await our.sql`
    insert into pgflow_spool.deliveries
    select 'key ' || n, 'queue ' || n % 2, gen_random_uuid(), 0, n, now() - n * interval '1 ms'
    from generate_series(1, 20000) as n`;
  await our.sql`analyze pgflow_spool.deliveries`;
  const [read] = await our.sql.begin(async (tx) => {
    const due = await tx`
      select * from pgflow_spool.take_deliveries(${['queue 0', 'queue 1']}, 100, 30)`;
    expect(due).toHaveLength(200);
    return tx`
      select seq_scan::int as full, idx_tup_fetch::int as rows
      from pg_stat_xact_user_tables where relid = 'pgflow_spool.deliveries'::regclass`;
  });
  expect(read?.full, 'full scans').toBe(0);
  expect(read?.rows, 'rows by index').toBeLessThan(1000);
});

test('a delivery that is on its way is not taken again before its time', async () => {
  await using our = await setUp();
  const slow = flow('slow').step('one', () => 1);
  const queue = await our.queueOf(slow);
  await our.client.start(slow, null);
  const take = () => our.sql`select * from pgflow_spool.take_deliveries(${[queue]}, 10, 300)`;
  const taken = await take();
  expect(taken).toHaveLength(1);
  expect(await take()).toEqual([]);
  await our.sql`update pgflow_spool.deliveries set visible_at = visible_at - interval '300 s'`;
  expect(await take()).toEqual(taken);
});
