import { randomUUID } from 'node:crypto';
import { flow } from '@pgflow/core-sql';
import { expect, test } from 'vitest';
import { startRelay } from '../src/relay.js';
import { setUp, until } from './set-up.js';

test('where nobody takes messages, the spool does not grow without end', async () => {
  await using our = await setUp();
  const idle = flow('idle').step('one', () => 1);
  const queue = await our.queueOf(idle);
  await our.client.startMany(idle, Array(2000).fill(null));
  const spool = our.spool(queue);
  await spool.prepare();
  const relays = [1, 2].map(() =>
    startRelay(
      { sql: our.sql, workerId: randomUUID(), leaseSeconds: 30, logger: our.logger },
      new Map([[queue, spool]]),
      1,
    ),
  );
  await until(async () => (await spool.prepare()) >= 1000);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  for (const relay of relays) await relay.close();
  expect(await spool.prepare()).toBeLessThanOrEqual(1200);
  expect(our.lines).toEqual([]);
});

test('what is due is found by the index, however much is due', async () => {
  await using our = await setUp();
  await our.sql`
    insert into pgflow_spool.deliveries
    select 'key ' || n, 'queue ' || n % 2, gen_random_uuid(), 0, n, now() - n * interval '1 ms'
    from generate_series(1, 20000) as n`;
  await our.sql`analyze pgflow_spool.deliveries`;
  await our.sql.begin(async (tx) => {
    const due = await tx`
      select * from pgflow_spool.take_deliveries(${['queue 0', 'queue 1']}, 100, 30)`;
    expect(due).toHaveLength(200);
    const [row] = await tx<[{ read: number }]>`
      select pg_stat_get_xact_tuples_returned(i)::int + pg_stat_get_xact_tuples_returned(t)::int as read
      from (select 'pgflow_spool.deliveries'::regclass as t,
        'pgflow_spool.deliveries_visible_idx'::regclass as i) as names`;
    expect(row.read).toBeLessThan(2000);
  });
});
