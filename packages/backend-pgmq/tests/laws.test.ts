import { createClient, flow } from '@pgflow/core-sql';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from './support/test-database.js';
import { workerCalls } from './support/worker-calls.js';

const database = testDatabase();
let round = 0;
let calls: ReturnType<typeof workerCalls>;
let start: () => Promise<{ runId: string; status: () => Promise<string> }>;

/** Each test has a flow, and so a queue, of its own: two parallel steps and one that joins them. */
beforeEach(async () => {
  round += 1;
  const client = createClient(database.sql);
  const shape = flow(`laws_${round}`)
    .step('left', { maxAttempts: 2, baseDelayMs: 0 }, () => 1)
    .step('right', { maxAttempts: 2, baseDelayMs: 0 }, () => 1)
    .step('join', { after: ['left', 'right'] }, () => 1);
  const { queue } = await client.define(shape);
  calls = workerCalls(database.sql, queue);
  start = async () => {
    const run = await client.start(shape, {});
    return { runId: run.runId, status: async () => (await run.progress()).status };
  };
});

describe('a task is delivered until it is settled', () => {
  test('and never when its transaction rolls back', async () => {
    const refused = database.sql.begin(async (tx) => {
      await tx`select pgflow.start_flow(${`laws_${round}`})`;
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect(await calls.claim()).toEqual([]);
  });

  test('again when its lease ran out, alone, and as a further attempt', async () => {
    await start();
    const first = await calls.claim();
    expect(first.map((c) => c.attempt)).toEqual([1, 1]);
    await calls.expire(first);
    const second = await calls.claim();
    expect(second.map((c) => [c.attempt, c.claim_no, c.redelivered])).toEqual([[2, 2, true]]);
  });

  test('with the lease of core and of the queue ending at the same time', async () => {
    await start();
    const [claim] = await calls.claim(1);
    const [message] = await database.sql`
      select vt from pgmq.${database.sql(`q_laws_${round}-${round}`)}
      where msg_id = ${claim?.delivery.split(':')[1] ?? ''}::bigint`;
    expect(message?.vt).toEqual(claim?.visible_at);
  });

  test('and given up when its attempts are used up by leases that ran out', async () => {
    const run = await start();
    for (let attempt = 1; attempt <= 2; attempt += 1) await calls.expire(await calls.claim(1));
    const [exhausted] = await calls.claim(1);
    expect(exhausted?.refusal?.code).toBe('PF017');
    expect(await calls.fail(exhausted ? [exhausted] : [], { code: 'PF017', final: true })).toEqual([
      'failed',
    ]);
    expect(await run.status()).toBe('failed');
    expect(await calls.messages()).toBe(0);
  });
});

describe('late, doubled and unknown deliveries never raise', () => {
  test('one of a settled task is removed', async () => {
    const { runId } = await start();
    await calls.complete(await calls.claim());
    const queue = `laws_${round}-${round}`;
    const late = JSON.stringify([runId, 0, 0]);
    const unknown = JSON.stringify([crypto.randomUUID(), 0, 0]);
    await database.sql`select pgmq.send(${queue}, ${late}::text::jsonb)`;
    await database.sql`select pgmq.send(${queue}, ${unknown}::text::jsonb)`;
    expect((await calls.claim()).map((c) => c.step_slug)).toEqual(['join']);
    expect(await calls.messages()).toBe(1);
  });

  test('one of a task under a live lease is hidden until the lease ends', async () => {
    const { runId } = await start();
    await calls.claim(10, 600);
    const queue = `laws_${round}-${round}`;
    const doubled = JSON.stringify([runId, 0, 0]);
    const [sent] = await database.sql`select pgmq.send(${queue}, ${doubled}::text::jsonb) as id`;
    expect(await calls.claim()).toEqual([]);
    const [hidden] = await database.sql`
      select vt > clock_timestamp() + interval '500 seconds' as hidden
      from pgmq.${database.sql(`q_${queue}`)} where msg_id = ${sent?.id}`;
    expect(hidden?.hidden).toBe(true);
  });

  test('one that names no task goes to the dead letters and blocks nothing', async () => {
    const queue = `laws_${round}-${round}`;
    await database.sql`select pgmq.send(${queue}, '{"what": "is this"}')`;
    await start();
    expect((await calls.claim()).length).toBe(2);
    const dead = await database.sql`
      select message, reason from pgflow_pgmq.dead_letters where queue = ${queue}`;
    expect(dead).toEqual([
      { message: { what: 'is this' }, reason: expect.stringContaining('PF101') },
    ]);
  });
});

describe('an old claim_no changes nothing', () => {
  test('neither completes, fails, extends nor releases, and its live delivery stays', async () => {
    await start();
    const old = await calls.claim(1);
    await calls.expire(old);
    const [live] = await calls.claim(1);
    expect(live?.claim_no).toBe(2);
    expect(await calls.complete(old)).toEqual(['stale']);
    expect(await calls.fail(old)).toEqual(['stale']);
    expect(await calls.extend(old)).toEqual(['stale']);
    expect(await calls.release(old)).toEqual(['stale']);
    expect(await calls.messages()).toBe(2);
    expect(await calls.complete(live ? [live] : [])).toEqual(['completed']);
  });

  test('a released task spends no attempt, and its claim_no is not given again', async () => {
    await start();
    const claims = await calls.claim();
    expect(await calls.release(claims)).toEqual(['ok', 'ok']);
    const again = await calls.claim();
    expect(again.map((c) => [c.attempt, c.claim_no])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await calls.complete(claims)).toEqual(['stale', 'stale']);
  });

  test('extend answers cancelled for a cancelled run, whose deliveries are withdrawn', async () => {
    const { runId } = await start();
    const [claim] = await calls.claim(1);
    await database.sql`select pgflow.cancel_run(${runId})`;
    expect(await calls.extend(claim ? [claim] : [])).toEqual(['cancelled']);
    expect(await calls.messages()).toBe(0);
    expect(await calls.complete(claim ? [claim] : [])).toEqual(['stale']);
  });

  test('retry_run gives fresh attempts and goes on with claim_no', async () => {
    const { runId, status } = await start();
    const claims = await calls.claim();
    await calls.fail(claims.slice(0, 1), { code: 'PF350', message: 'no', final: true });
    expect(await status()).toBe('failed');
    await database.sql`select pgflow.retry_run(${runId})`;
    const again = await calls.claim();
    expect(again.map((c) => [c.attempt, c.claim_no])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await calls.complete(claims)).toEqual(['stale', 'stale']);
    expect(await calls.complete(again)).toEqual(['completed', 'completed']);
    expect(await calls.complete(await calls.claim())).toEqual(['completed']);
    expect(await status()).toBe('completed');
  });
});

test('completing, unblocking and enqueueing are one commit', async () => {
  const run = await start();
  const claims = await calls.claim();
  const seen: number[] = [];
  await database.sql.begin(async (tx) => {
    const inside = workerCalls(tx as never, `laws_${round}-${round}`);
    await inside.complete(claims);
    seen.push((await calls.claim()).length);
  });
  const [join, ...more] = await calls.claim();
  expect([seen, join?.step_slug, more.length]).toEqual([[0], 'join', 0]);
  expect(await calls.complete(join ? [join] : [], 'end')).toEqual(['completed']);
  expect(await run.status()).toBe('completed');
  expect(await calls.messages()).toBe(0);
});

test('a result that jsonb cannot store fails its call, and changes nothing', async () => {
  await start();
  const claims = await calls.claim();
  await expect(calls.complete(claims, 'a\0b')).rejects.toMatchObject({ code: '22P05' });
  expect(await calls.complete(claims.slice(0, 1), 'fine')).toEqual(['completed']);
});
