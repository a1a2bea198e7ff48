import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createClient } from '@pgflow/core-sql';
import type { Sql } from 'postgres';
import { expect, test } from 'vitest';
import { setUp, until } from './set-up.js';
import { stuck } from './stuck.js';

test('a worker is killed with messages in hand and tasks running, and another one ends the runs', async () => {
  await using our = await setUp();
  const flow = stuck(() => {});
  const queue = await our.queueOf(flow);
  const script = fileURLToPath(new URL('worker-process.ts', import.meta.url));
  const worker = spawn(process.execPath, ['--import', 'tsx', script, our.url, our.folder]);
  let output = '';
  worker.stdout.on('data', (text) => {
    output += text;
  });
  worker.stderr.pipe(process.stderr);

  const running = await our.client.start(flow, null);
  await until(() => output.includes('running\n'));

  // #region killed
  // The worker takes the message out of the spool, and then waits for the lock to start its task.
  let inHand = '';
  await our.sql.begin(async (tx) => {
    inHand = (await createClient(tx as unknown as Sql).start(flow, null)).runId;
    await tx`lock table pgflow_spool.deliveries in exclusive mode`;
    expect(await our.relay(queue, tx as unknown as Sql)).toHaveLength(1);
    const left = async () =>
      (await our.files(queue, 'ready')).length + (await our.files(queue, 'taken')).length;
    await until(async () => (await left()) === 0);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    // What the server was asked for by the dead, it does not do.
    await tx`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'to be killed' and datname = current_database()`;
  });
  // #endregion

  await our.startWorker([flow]);
  for (const run of [running, our.client.run(inHand)])
    expect(await run.result({ timeoutMs: 20_000 })).toEqual({ second: 'done' });
});
