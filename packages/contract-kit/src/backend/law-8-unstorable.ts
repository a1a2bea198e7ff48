import assert from 'node:assert/strict';
import { outcomes } from '../rows.js';
import type { BackendSuite } from './backend-suite.js';

/** Law 8: a result that jsonb cannot store fails its own task. */
export function lawUnstorable({ describe, test, testCommitted }: BackendSuite): void {
  describe('law 8: a result that cannot be stored fails only its own task', () => {
    const texts = { NUL: '"\\u0000"', 'a lone surrogate': '"\\ud800"', 'no JSON': '{"a":' };
    for (const [name, text] of Object.entries(texts)) {
      testCommitted(
        `${name} fails the batch with class 22 and is settled task by task`,
        async (world) => {
          const { backend, core } = world;
          const { runId, claims } = await world.claimed(3, { maxAttempts: 1 });
          const results = claims.map((claim, index) => [claim, index === 1 ? text : '1'] as const);
          await assert.rejects(backend.completeText(results), unstorable);
          const before = await core.tasks(runId);
          assert.deepEqual(
            before.map(({ status }) => status),
            Array(3).fill('started'),
            'none is settled',
          );

          const settled = [];
          for (const result of results) {
            try {
              settled.push(...outcomes(await backend.completeText([result])));
            } catch (error) {
              assert.ok(unstorable(error));
              settled.push(...outcomes(await backend.fail([result[0]])));
            }
          }
          // The run has ended with the second task, so the third comes too late.
          assert.deepEqual(settled, ['completed', 'failed', 'stale']);
          assert.equal((await core.getRun(runId)).status, 'failed');
        },
      );
    }

    testCommitted('a failure with an attempt left leaves its neighbours alone', async (world) => {
      const { backend, core } = world;
      const { queue, runId, claims } = await world.claimed(2, { baseDelayMs: 0 });
      const [bad, good] = claims;
      assert.ok(good);
      await assert.rejects(backend.completeText([[bad, '"\\u0000"']]), unstorable);
      assert.deepEqual(outcomes(await backend.fail([bad])), ['retry']);
      assert.deepEqual(outcomes(await backend.complete([good], 'good')), ['completed']);
      await backend.complete(await backend.claim(queue, 9), 'mended');
      assert.deepEqual((await core.getRun(runId)).output, { step: ['mended', 'good'] });
    });

    test('0, false, "", null, [] and {} are outputs like any other', async (world) => {
      const { backend, core } = world;
      const outputs = ['0', 'false', '""', 'null', '[]', '{}'];
      const { runId, claims } = await world.claimed(outputs.length);
      await backend.completeText(
        claims.map((claim) => [claim, outputs[claim.task_index] ?? ''] as const),
      );
      const run = await core.getRun(runId);
      assert.deepEqual(run.output, { step: [0, false, '', null, [], {}] });
    });
  });
}

function unstorable(error: unknown): boolean {
  return /^22/.test((error as { code?: string }).code ?? '');
}
