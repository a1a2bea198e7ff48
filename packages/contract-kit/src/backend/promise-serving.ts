import assert from 'node:assert/strict';
import { only } from '../rows.js';
import type { BackendSuite, BackendWorld } from './backend-suite.js';

/** Promise: a worker gets what it asks for, all of it, and nothing else. */
export function promiseServing({ describe, test, testCommitted, harness }: BackendSuite): void {
  describe('promise: a worker is given what it asks for', () => {
    test('a claim tells what core knows of its task', async (world) => {
      const { backend, sql } = world;
      const options = { maxAttempts: 5, timeoutMs: 1234 };
      const queue = await world.define([{ slug: 'step', type: 'scripted', options }]);
      const runId = await world.core.startFlow('f', { of: 'the run' });
      const claim = only(await backend.claim(queue));
      const [task] = await sql`
        select flow_id, worker_id, visible_at from pgflow.step_tasks where run_id = ${runId}`;
      assert.deepEqual(task, {
        flow_id: claim.flow_id,
        worker_id: backend.worker,
        visible_at: claim.visible_at,
      });
      const { run_id, step_slug, attempt, max_attempts, timeout_ms, run_input } = claim;
      assert.deepEqual(
        { run_id, step_slug, attempt, max_attempts, timeout_ms, run_input },
        {
          run_id: runId,
          step_slug: 'step',
          attempt: 1,
          max_attempts: 5,
          timeout_ms: 1234,
          run_input: { of: 'the run' },
        },
      );
    });

    test('a lease is as long as it was asked for', async (world) => {
      const { backend } = world;
      const { claims } = await world.claimed(1);
      await backend.release(claims);
      const started = only(await backend.start([claims[0].delivery], 600));
      const left = started.visible_at.getTime() - Date.now();
      assert.ok(left > 500_000 && left < 700_000, `${left} ms of 600 s`);
    });

    test('of 300 tasks that are enqueued at once none is left out', async (world) => {
      const { backend } = world;
      const queue = await world.define([
        {
          slug: 'step',
          type: 'scripted',
          config: { tasks: 300 },
          options: { concurrency: 300 },
        },
      ]);
      await world.core.startFlow('f');
      const seen = new Set<number>();
      for (;;) {
        const claims = await backend.claim(queue, 100);
        for (const claim of claims) seen.add(claim.task_index);
        if (claims.length === 0) break;
      }
      assert.equal(seen.size, 300);
    });

    test('preparing queues again, and others, leaves deliveries where they are', async (world) => {
      const { core, count } = world;
      const queue = await world.define();
      const runId = await core.startFlow('f');
      await core.define('g', harness.backend, [{ slug: 'step', type: 'scripted' }]);
      await world.sql`
        select ${world.sql(harness.schema)}.prepare_queues(${[queue, queue]}::text[])`;
      assert.equal(await count(queue), 1);
      assert.equal(only(await world.backend.claim(queue, 9)).run_id, runId);
    });

    if (!harness.receive) {
      test('the queues that a worker names are read, each of them, and no other', async (world) => {
        const { core, backend } = world;
        const step = [{ slug: 'step', type: 'scripted' }];
        const defined = ['f', 'g', 'h'].map((slug) => core.define(slug, harness.backend, step));
        const [f = '', g = ''] = (await Promise.all(defined)).map(({ queue }) => queue);
        const [ofG] = [await core.startFlow('g'), await core.startFlow('h')];
        assert.deepEqual([...(await backend.read([f], 9))], []);
        assert.equal(only(await backend.read([f, g], 9)).run_id, ofG);
        const ofF = await core.startFlow('f');
        assert.equal(only(await backend.read([f, g], 9)).run_id, ofF);
        assert.deepEqual([...(await backend.read([f, g], 9))], []);
      });
    }

    test('a worker settles in one call, and claims what that has made ready', async (world) => {
      const { backend, core } = world;
      const options = { baseDelayMs: 0 };
      const queue = await world.define([
        { slug: 'step', type: 'scripted', config: { tasks: 2 }, options },
        { slug: 'next', type: 'scripted', after: ['step'] },
      ]);
      const runId = await core.startFlow('f');
      const [done, lost] = await backend.claim(queue, 2);
      assert.ok(done && lost);
      const first = await backend.settleAndClaim([done], [lost], queue);
      if (!first) return;
      const retries = first.outcomes.filter(({ outcome }) => outcome === 'retry');
      assert.deepEqual(
        retries.map(({ task_index: index }) => index),
        [lost.task_index],
      );
      const again = only(first.tasks);
      assert.deepEqual([again.task_index, again.attempt], [lost.task_index, 2]);
      const second = await backend.settleAndClaim([again], [], queue);
      assert.equal(only(second?.tasks ?? []).step_slug, 'next');
      await backend.settleAndClaim(second?.tasks ?? [], [], queue);
      assert.equal((await core.getRun(runId)).status, 'completed');
    });

    testCommitted('no call leaves anything with its session', async (world) => {
      const session = await world.open();
      const { backend } = world.on(session);
      const queue = await world.define([{ slug: 'step', type: 'scripted', config: { tasks: 3 } }]);
      await world.core.startFlow('f');
      const [kept, failed, released] = await backend.claim(queue, 3);
      assert.ok(kept && failed && released);
      await backend.extend([kept]);
      await backend.release([released]);
      await backend.fail([failed]);
      await backend.complete([kept]);
      assert.deepEqual(await stateOf(session), []);
    });
  });
}

/** What a session has that would be there for whoever has it next. */
async function stateOf({ sql }: Pick<BackendWorld, 'sql'>): Promise<string[]> {
  const rows = await sql<{ left: string }[]>`
    select name || ' = ' || setting as left from pg_settings where source = 'session'
    union all
    select 'lock ' || objid from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'
    union all
    select 'listens to ' || channel from pg_listening_channels() as channel`;
  return rows.map(({ left }) => left);
}
