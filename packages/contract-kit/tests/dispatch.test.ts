import { describe, expect } from 'vitest';
import { outcomes } from '../src/rows.js';
import { sizesOf, test } from './core-world.js';

const scripted = (config = {}, options = {}) => [
  { slug: 'step', type: 'scripted', config, options },
];
const chain = (config = {}) => [
  { slug: 'source' },
  { slug: 'step', type: 'scripted', after: ['source'], config },
];
const raise = (hook: string, errcode: string) => ({ raise: { hook, errcode } });

describe.concurrent('core calls a step type once per batch', () => {
  test('with all steps that a settle starts and drains', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(chain());
    for (let run = 0; run < 5; run++) await core.startFlow('f');
    await backend.complete(await backend.claim(queue, 5), {});
    await backend.complete(await backend.claim(queue, 5));
    expect(await sizesOf(world, 'handle_step_start')).toEqual([5]);
    expect(await sizesOf(world, 'handle_step_task_start')).toEqual([5]);
    expect(await sizesOf(world, 'handle_step_task_completion')).toEqual([5]);
  });

  test('with all tasks that a settle fails', async (world) => {
    const queue = await world.define(scripted({ replace: 0 }, { maxAttempts: 1 }));
    for (let run = 0; run < 3; run++) await world.core.startFlow('f');
    await world.backend.fail(await world.backend.claim(queue, 3));
    expect(await sizesOf(world, 'handle_step_task_failure')).toEqual([3]);
  });
});

describe.concurrent('core isolates a step type that raises', () => {
  for (const hook of ['handle_step_start', 'handle_step_task_completion']) {
    test(`in ${hook}: only the guilty step fails, with the function named`, async (world) => {
      const { core, backend } = world;
      const queue = await world.define(chain());
      const runs = [];
      for (const input of [{}, raise(hook, '22012'), {}]) {
        runs.push(await core.startFlow('f', input));
      }
      await backend.complete(await backend.claim(queue, 9), {});
      await backend.complete(await backend.claim(queue, 9));
      const ended = await Promise.all(runs.map((run) => core.getRun(run)));
      expect(ended.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed']);
      expect(ended[1]?.error).toMatchObject({
        code: 'PF201',
        sqlstate: '22012',
        message: `step type "scripted": pgflow_scripted.${hook} raised 22012: as scripted`,
      });
    });
  }

  for (const hook of ['handle_step_start', 'handle_step_task_completion']) {
    test(`in ${hook}: a retried run asks again, and ends when it answers`, async (world) => {
      const { core, backend, sql } = world;
      const queue = await world.define(chain());
      const runId = await core.startFlow('f', raise(hook, '22012'));
      const settle = async () => backend.complete(await backend.claim(queue, 9), {});
      await settle();
      await settle();
      expect((await core.getRun(runId)).status).toBe('failed');
      await sql`update pgflow.runs set input = '{}'`;
      await core.retryRun(runId);
      await settle();
      expect((await core.getRun(runId)).output).toEqual({ step: [{}] });
    });
  }

  test('in handle_step_task_start: only the guilty task is refused', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(scripted({}, { maxAttempts: 1 }));
    const good = await core.startFlow('f');
    const bad = await core.startFlow('f', raise('handle_step_task_start', '22012'));
    const claims = await backend.claim(queue, 9);
    expect(claims.map((claim) => [claim.run_id, claim.refusal?.code])).toEqual(
      expect.arrayContaining([
        [good, undefined],
        [bad, 'PF201'],
      ]),
    );
  });

  test('in handle_step_task_failure: the failed task fails its step', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(scripted({ replace: 0 }, { maxAttempts: 1 }));
    const good = await core.startFlow('f');
    const bad = await core.startFlow('f', raise('handle_step_task_failure', '22012'));
    await backend.fail(await backend.claim(queue, 9));
    expect((await core.getRun(good)).output).toEqual({ step: [0] });
    expect((await core.getRun(bad)).error).toMatchObject({
      code: 'PF350',
      hook_error: {
        code: 'PF201',
        sqlstate: '22012',
        message: expect.stringMatching(/as scripted/),
      },
    });
  });

  for (const errcode of ['08006', '40001', '40P01', '53100', '57014', 'XX000']) {
    for (const hook of ['handle_step_start', 'handle_step_task_completion']) {
      test(`but raises a ${errcode} of ${hook} again`, async (world) => {
        const { core, backend } = world;
        const queue = await world.define(chain());
        const runId = await core.startFlow('f', raise(hook, errcode));
        const settle = async () => {
          for (let step = 0; step < 2; step++) {
            await backend.complete(await backend.claim(queue, 9), {});
          }
        };
        await expect(settle()).rejects.toMatchObject({ code: errcode });
        expect((await core.getRun(runId)).status).toBe('started');
      });
    }
  }
});

describe.concurrent('core follows what a step type decides', () => {
  test('continue: more tasks, numbered on', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(scripted({ tasks: 2, pages: 1 }));
    const runId = await core.startFlow('f');
    await backend.complete(await backend.claim(queue, 9), 'one');
    const more = await backend.claim(queue, 9);
    expect(more.map(({ task_index: index }) => index).sort()).toEqual([2, 3]);
    await backend.complete(more, 'two');
    expect((await core.getRun(runId)).output).toEqual({ step: ['one', 'one', 'two', 'two'] });
  });

  test('continue with a gap in the numbers fails the step', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(scripted({ tasks: 2, pages: 1 }));
    const runId = await core.startFlow('f');
    const claims = await backend.claim(queue, 9);
    await world.sql`update pgflow.steps set config = config || '{"gap": 1}'`;
    await backend.complete(claims);
    expect((await core.getRun(runId)).error).toMatchObject({ code: 'PF202' });
  });

  test('wait: nothing, until the step is completed from outside', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(scripted({ wait: true }));
    const runId = await core.startFlow('f');
    await backend.complete(await backend.claim(queue, 9));
    expect((await core.getRun(runId)).steps[0]).toMatchObject({ status: 'started' });
    await core.completeStep(runId, 'step', { approved: true });
    const { status, output } = await core.getRun(runId);
    expect([status, output]).toEqual(['completed', { step: { approved: true } }]);
  });

  test('fail: the step and its run', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(scripted({ fail: { code: 'mine', message: 'no' } }));
    const runId = await core.startFlow('f');
    await backend.complete(await backend.claim(queue, 9));
    const { status, error } = await core.getRun(runId);
    expect([status, error]).toMatchObject(['failed', { code: 'mine', step: 'step' }]);
  });

  test('complete with tasks outstanding: they are cancelled', async (world) => {
    const { core, backend } = world;
    const queue = await world.define([
      { slug: 'step', type: 'scripted_each', config: { tasks: 3, race: true } },
    ]);
    const runId = await core.startFlow('f');
    const [first, late] = await backend.claim(queue, 2);
    if (!first || !late) throw new Error('no claims');
    await backend.complete([first], 'first');
    expect((await core.getRun(runId)).output).toEqual({ step: 'first' });
    const statuses = (await core.tasks(runId)).map(({ status }) => status);
    expect(statuses.sort()).toEqual(['cancelled', 'cancelled', 'completed']);
    expect(outcomes(await backend.complete([late], 'late'))).toEqual(['stale']);
  });

  test('per_task: asked with the tasks just settled, each time', async (world) => {
    const { core, backend } = world;
    const queue = await world.define([
      { slug: 'step', type: 'scripted_each', config: { tasks: 3 } },
    ]);
    await core.startFlow('f');
    for (const claim of await backend.claim(queue, 3)) await backend.complete([claim]);
    expect(await sizesOf(world, 'handle_step_task_completion')).toEqual([1, 1, 1]);
  });

  test('handle_step_task_start: the worker sees that input, and it is not stored', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(scripted({ wrap: true }));
    const runId = await core.startFlow('f');
    const [claim] = await backend.claim(queue);
    expect(claim?.input).toEqual({ wrapped: { n: 0 }, attempt: 1 });
    expect((await core.tasks(runId))[0]?.input).toEqual({ n: 0 });
  });

  test('handle_step_task_failure: the step goes on with an output in its place', async (world) => {
    const { core, backend } = world;
    const queue = await world.define(
      scripted({ tasks: 2, replace: { skipped: true } }, { maxAttempts: 1 }),
    );
    const runId = await core.startFlow('f');
    const [bad, good] = (await backend.claim(queue, 2)).toSorted(
      (one, other) => one.task_index - other.task_index,
    );
    if (!bad || !good) throw new Error('no claims');
    expect(outcomes(await backend.fail([bad]))).toEqual(['failed']);
    await backend.complete([good], 'good');
    expect((await core.getRun(runId)).output).toEqual({ step: [{ skipped: true }, 'good'] });
  });
});
