import { once } from 'node:events';
import { createClient, RunFailedError } from '@pgflow/core-sql';
import { describe, expect, test } from 'vitest';
import { layeredDatabase } from './support/layered-database.js';
import { leaving, misbehaving } from './support/misbehaving-flows.js';
import { until } from './support/run-worker.js';
import { type Runtime, spawnWorker } from './support/spawn-worker.js';

const database = layeredDatabase();

describe.each(['node', 'deno'] as Runtime[])('handlers that misbehave, on %s', (runtime) => {
  test('each fails its own attempt, with a clear error; the neighbours and the process go on', async () => {
    const worker = await spawnWorker(runtime, 'misbehaving-process.ts', database.url);
    const client = createClient(database.sql);
    const neighbour = await client.start('counting', {});
    const left = await Promise.all(leaving.map((flow) => client.start(flow, {})));
    const runs = await Promise.all(misbehaving.map(([, , flow]) => client.start(flow, {})));

    for (const [index, run] of runs.entries()) {
      const [code, message, { slug }] = misbehaving[index] ?? expect.fail();
      const error = await run.result({ timeoutMs: 20_000 }).catch((reason) => reason);
      expect(error, slug).toBeInstanceOf(RunFailedError);
      expect(error.failure, slug).toMatchObject({ code });
      expect(error.failure.message, slug).toMatch(message);
    }
    for (const run of left)
      expect(await run.result({ timeoutMs: 20_000 })).toEqual({ only: 'done' });
    expect(await neighbour.result({ timeoutMs: 20_000 })).toEqual({ sum: 40 * 39 });
    const [attempts] = await database.sql`
      select max(attempt_count) as most from pgflow.step_tasks where run_id = ${neighbour.runId}`;
    expect(attempts).toEqual({ most: 1 });

    for (const left of ['a rejection', 'a callback']) {
      await until(() => worker.output.includes(`left behind: ${left}`));
    }
    expect(worker.output).not.toContain('the database refused');
    worker.child.kill('SIGTERM');
    expect(await once(worker.child, 'exit')).toEqual([0, null]);
  }, 60_000);
});
