import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createClient, type WorkerBackend } from '@pgflow/core-sql';
import { connect } from '../connect.js';
import type { Figures } from '../engine.js';
import { checkWork } from './check-work.js';
import type { WorkerEnded, WorkerOrder, WorkerStarted } from './memory-worker.js';

const script = fileURLToPath(new URL('./memory-worker.js', import.meta.url));

/** The most memory that a worker, in a process of its own, ever had while it did one map. */
export async function memory(
  url: string,
  { name }: WorkerBackend,
  { elements }: { elements: number },
): Promise<Figures> {
  const worker = fork(script);
  try {
    const started = once(worker, 'message');
    worker.send({ url, backend: name } satisfies WorkerOrder);
    const [{ flow }] = (await started) as [WorkerStarted];
    await using sql = connect(url);
    const input = Array.from({ length: elements }, (_, i) => i);
    const run = await createClient(sql).start(flow, input);
    await run.result({ timeoutMs: 120_000 });

    const ended = once(worker, 'message');
    worker.send('stop');
    const [{ peakRssMb }] = (await ended) as [WorkerEnded];
    await checkWork(sql, [run.runId], elements);
    return { rss_mb: peakRssMb };
  } finally {
    worker.kill('SIGKILL');
  }
}
