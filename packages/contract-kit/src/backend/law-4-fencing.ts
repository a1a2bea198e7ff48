import assert from 'node:assert/strict';
import { type Claim, only, outcomes } from '../rows.js';
import type { BackendSuite } from './backend-suite.js';

/** What each call answers for a claim that holds. */
const answers = { complete: 'completed', fail: 'retry', extend: 'ok', release: 'ok' } as const;

/** Law 4: the fencing token only grows, and with an old one nothing can be changed. */
export function lawFencing({ describe, test }: BackendSuite): void {
  describe('law 4: every claim has a fencing token, and an old one changes nothing', () => {
    test('claim_no grows with each redelivery, release, retry and retried run', async (world) => {
      const { backend, core, expire } = world;
      const { queue, runId, claims } = await world.claimed(1, { maxAttempts: 4, baseDelayMs: 0 });
      const seen = [claims[0].claim_no];
      const next = async () => {
        const claim = only(await backend.claim(queue));
        seen.push(claim.claim_no);
        return claim;
      };
      await expire(...claims);
      await backend.release([await next()]);
      await backend.fail([await next()]);
      await core.cancelRun(runId);
      await core.retryRun(runId);
      await next();
      assert.deepEqual(seen, [1, 2, 3, 4]);
    });

    test('releasing spends no attempt, and the task is there at once', async (world) => {
      const { backend } = world;
      const { queue, claims } = await world.claimed(1);
      const [answer] = await backend.release(claims);
      assert.equal(answer?.outcome, 'ok');
      const again = only(await backend.claim(queue));
      assert.deepEqual([again.attempt, again.redelivered], [1, false]);
      assert.equal(again.claim_no, claims[0].claim_no + 1);
    });

    for (const call of ['complete', 'fail', 'extend', 'release'] as const) {
      test(`a stale ${call} changes nothing and answers stale`, async (world) => {
        const { backend, core, count, expire } = world;
        const { queue, claims } = await world.claimed(1);
        const [old] = claims;
        await expire(old);
        const live = only(await backend.claim(queue));
        const before = await core.task(live);
        assert.deepEqual(outcomes(await backend[call]([old])), ['stale']);
        assert.deepEqual(await core.task(live), before);
        assert.equal(await count(queue), 1, 'the live delivery is still there');
        assert.deepEqual([...(await backend.claim(queue))], [], 'and still hidden');
        await expire(live);
        assert.equal(only(await backend.claim(queue)).claim_no, live.claim_no + 1);
      });
    }

    for (const [call, answer] of Object.entries(answers)) {
      test(`a stale claim beside a live one: ${call} takes the live one alone`, async (world) => {
        const { backend, core } = world;
        const { queue, claims } = await world.claimed(4);
        const [first, second, third, fourth] = claims;
        assert.ok(second && third && fourth);
        await backend.release([second, third]);
        const again = await backend.claim(queue, 9);
        const before = await Promise.all(again.map(core.task));
        const answered = await backend[call as keyof typeof answers]([
          third,
          first,
          second,
          fourth,
        ]);
        const byTask = new Map(answered.map((row) => [row.task_index, row.outcome]));
        assert.deepEqual(
          [first, second, third, fourth].map((claim) => byTask.get(claim.task_index)),
          [answer, 'stale', 'stale', answer],
        );
        assert.deepEqual(await Promise.all(again.map(core.task)), before);
        assert.deepEqual([...(await backend.claim(queue, 9))].filter(isOneOf(again)), []);
      });
    }

    test('a claim that was released can settle nothing', async ({ claimed, backend, core }) => {
      const { claims } = await claimed(1);
      await backend.release(claims);
      const before = await core.task(claims[0]);
      assert.deepEqual(outcomes(await backend.complete(claims)), ['stale']);
      assert.deepEqual(outcomes(await backend.fail(claims)), ['stale']);
      assert.deepEqual(outcomes(await backend.extend(claims)), ['stale']);
      assert.deepEqual(outcomes(await backend.release(claims)), ['stale']);
      assert.deepEqual(await core.task(claims[0]), before);
    });

    test('a claim of before a retried run can settle nothing', async (world) => {
      const { backend, core } = world;
      const { queue, runId, claims } = await world.claimed(1);
      await core.cancelRun(runId);
      await core.retryRun(runId);
      assert.deepEqual(outcomes(await backend.complete(claims)), ['stale']);
      const again = only(await backend.claim(queue));
      assert.deepEqual(outcomes(await backend.complete(claims)), ['stale']);
      assert.deepEqual(outcomes(await backend.complete([again])), ['completed']);
    });

    test('a result that comes twice answers stale, and the first one stays', async (world) => {
      const { backend, core } = world;
      const { runId, claims } = await world.claimed(1);
      assert.deepEqual(outcomes(await backend.complete(claims, 1)), ['completed']);
      const before = await core.getRun(runId);
      assert.deepEqual(outcomes(await backend.complete(claims, 2)), ['stale']);
      assert.deepEqual(outcomes(await backend.fail(claims)), ['stale']);
      assert.deepEqual(await core.getRun(runId), before);
    });

    test('a result that stands twice in one call is settled once', async (world) => {
      const { backend, core } = world;
      const { runId, claims } = await world.claimed(2);
      await backend.complete([claims[0], claims[0]]);
      const [step] = (await core.getRun(runId)).steps;
      assert.equal(step?.remaining_tasks, 1);
    });

    test('extend answers ok, stale or cancelled for each claim', async (world) => {
      const { backend, core } = world;
      const { queue, runId, claims } = await world.claimed(2);
      const [settled, cancelled] = claims;
      assert.ok(cancelled);
      await backend.complete([settled]);
      await core.cancelRun(runId);
      await core.startFlow('f');
      const [live] = await backend.claim(queue);
      assert.ok(live);
      const answers = await backend.extend([live, settled, cancelled]);
      const byClaim = new Map(
        answers.map((row) => [`${row.run_id}/${row.task_index}`, row.outcome]),
      );
      assert.deepEqual(
        [live, settled, cancelled].map((of) => byClaim.get(`${of.run_id}/${of.task_index}`)),
        ['ok', 'stale', 'cancelled'],
      );
      assert.deepEqual([...(await backend.extend([]))], [], 'an idle worker may call it too');
    });
  });
}

/** Whether a claim is of the same task as one of these. */
function isOneOf(claims: readonly Claim[]) {
  return ({ task_index: index }: Claim) => claims.some((claim) => claim.task_index === index);
}
