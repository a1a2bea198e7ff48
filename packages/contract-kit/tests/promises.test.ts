import { describe, expect } from 'vitest';
import { backendCalls } from '../src/backend-calls.js';
import type { CoreCalls } from '../src/core-calls.js';
import { outcomes } from '../src/rows.js';
import { byHandSql } from '../src/sql/by-hand.js';
import { test } from './core-world.js';

describe.concurrent('a step unblocks exactly once', () => {
  test('whatever comes late, doubled or after the end', async (world) => {
    const { core, backend } = world;
    const queue = await world.define([
      { slug: 'a', type: 'scripted', config: { tasks: 2 } },
      { slug: 'b' },
      { slug: 'join', after: ['a', 'b'] },
    ]);
    const runId = await core.startFlow('f');
    const claims = await backend.claim(queue, 9);
    for (const claim of claims.slice(0, 2)) {
      await backend.complete([claim]);
      await backend.complete([claim, claim]);
    }
    expect(await backend.claim(queue, 9)).toHaveLength(0);
    await backend.complete(claims);
    const join = await backend.claim(queue, 9);
    expect(join.map(({ step_slug: slug }) => slug)).toEqual(['join']);
    expect(join[0]?.input).toEqual({ a: ['done', 'done'], b: 'done' });
    await backend.complete(join);
    await backend.complete([...join, ...claims]);
    expect((await core.getRun(runId)).status).toBe('completed');
  });
});

describe.concurrent('change_seq', () => {
  test('grows by one with each transaction that changes the run, and only then', async (world) => {
    const { core, backend } = world;
    const queue = await world.define([
      { slug: 'step', type: 'scripted', config: { tasks: 3 }, options: { maxAttempts: 1 } },
    ]);
    const runId = await core.startFlow('f');
    const claims = [...(await backend.claim(queue, 9))];
    const seen = [(await core.getRun(runId)).change_seq];
    const look = async () => seen.push((await core.getRun(runId)).change_seq);
    await backend.complete(claims.slice(0, 2));
    await look();
    await backend.complete(claims.slice(0, 2));
    await look();
    await backend.extend(claims.slice(2));
    await look();
    await backend.fail(claims.slice(2));
    await look();
    await core.retryRun(runId);
    await look();
    await core.cancelRun(runId);
    await look();
    const [first = 0] = seen;
    expect(seen.map((value) => value - first)).toEqual([0, 1, 1, 1, 2, 3, 4]);
  });
});

describe.concurrent('the window of a step', () => {
  test('is how many of its tasks are with the backend at once', async (world) => {
    const { core, backend } = world;
    const queue = await world.define([
      { slug: 'step', type: 'scripted', config: { tasks: 7 }, options: { concurrency: 3 } },
    ]);
    const runId = await core.startFlow('f');
    const sizes = [];
    for (;;) {
      const claims = await backend.claim(queue, 9);
      sizes.push(claims.length);
      const [claim, ...rest] = claims;
      if (!claim) break;
      await backend.release(rest);
      await backend.complete([claim]);
    }
    expect(sizes).toEqual([3, 3, 3, 3, 3, 2, 1, 0]);
    expect((await core.getRun(runId)).status).toBe('completed');
  });

  test('of one run does not keep another run waiting', async (world) => {
    const { core, backend } = world;
    const queue = await world.define([{ slug: 'step', type: 'scripted' }]);
    await core.startFlow('f', { tasks: 1000 });
    const later = await core.startFlow('f');
    const claims = await backend.claim(queue, 300);
    expect(claims.some((claim) => claim.run_id === later)).toBe(true);
  });
});

describe.concurrent('a run ends', () => {
  test('with its last step, and not before', async (world) => {
    const { core, backend } = world;
    const queue = await world.define([{ slug: 'a' }, { slug: 'b' }, { slug: 'c', after: ['a'] }]);
    const runId = await core.startFlow('f');
    const statuses = [];
    for (;;) {
      statuses.push((await core.getRun(runId)).status);
      const [claim, ...rest] = await backend.claim(queue, 9);
      if (!claim) break;
      await backend.release(rest);
      await backend.complete([claim]);
    }
    expect(statuses).toEqual(['started', 'started', 'started', 'completed']);
    expect((await core.getRun(runId)).output).toEqual({ b: 'done', c: 'done' });
  });

  test('when a step fails: all that it had in hand is withdrawn', async (world) => {
    const { core, backend } = world;
    const queue = await world.define([
      { slug: 'bad', options: { maxAttempts: 1 } },
      { slug: 'many', type: 'scripted', config: { tasks: 5 }, options: { concurrency: 2 } },
      { slug: 'after', after: ['bad'] },
    ]);
    const runId = await core.startFlow('f');
    const claims = await backend.claim(queue, 9);
    await backend.fail(claims.filter(({ step_slug: slug }) => slug === 'bad'));
    const { status, steps } = await core.getRun(runId);
    expect([status, ...steps.map((step) => step.status)]).toEqual([
      'failed',
      'failed',
      'cancelled',
      'cancelled',
    ]);
    const tasks = await core.tasks(runId);
    expect(tasks.map((task) => task.status)).toEqual(['failed', ...Array(5).fill('cancelled')]);
    const late = claims.filter(({ step_slug: slug }) => slug === 'many');
    expect(outcomes(await backend.complete(late))).toEqual(['stale', 'stale']);
    expect(await backend.claim(queue, 9)).toHaveLength(0);
  });
});

describe.concurrent('a run keeps its version', () => {
  const version = (core: CoreCalls, slugs: string[], current: boolean) =>
    core.define(
      'f',
      'by_hand',
      slugs.map((slug) => ({ slug })),
      current,
    );

  test('and a new one uses the current version, which only a deploy moves', async ({
    core,
    backend,
  }) => {
    const first = await version(core, ['old'], false);
    const before = await core.startFlow('f');
    const second = await version(core, ['old', 'new'], false);
    expect([first.version, second.version]).toEqual([1, 2]);
    const between = await core.startFlow('f');
    await version(core, ['old', 'new'], true);
    const after = await core.startFlow('f');
    await version(core, ['old'], true);
    const back = await core.startFlow('f');
    const steps = await Promise.all(
      [before, between, after, back].map(async (run) => (await core.getRun(run)).steps.length),
    );
    expect(steps).toEqual([1, 1, 2, 1]);
    expect(await backend.claim(second.queue, 9)).toHaveLength(2);
    const old = await backend.claim(first.queue, 9);
    expect(old.map((claim) => claim.run_id).sort()).toEqual([before, between, back].sort());
  });
});

describe.concurrent('a step on another backend', () => {
  test('is brought by that backend, and its flow goes on in its own', async (world) => {
    const { core, backend, sql } = world;
    await sql.unsafe(byHandSql.replaceAll('by_hand', 'other_hand'));
    const { queue } = await core.define('f', 'by_hand', [
      { slug: 'first' },
      { slug: 'middle', after: ['first'], backend: 'other_hand' },
      { slug: 'last', after: ['middle'] },
    ]);
    const other = backendCalls(sql, 'pgflow_other_hand');
    const runId = await core.startFlow('f');
    expect(await other.claim(queue, 9)).toHaveLength(0);
    await backend.complete(await backend.claim(queue, 9), 1);
    expect(await backend.claim(queue, 9)).toHaveLength(0);
    await other.complete(await other.claim(queue, 9), 2);
    await backend.complete(await backend.claim(queue, 9), 3);
    expect((await core.getRun(runId)).output).toEqual({ last: 3 });
  });
});
