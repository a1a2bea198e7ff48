/** A worker in a process of its own, as an app would run it. Ends with its parent. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { tableBackend } from '@pgflow/backend-table';
import type { Logger } from '@pgflow/core-sql';
import { createWorker, type Worker } from '@pgflow/edge-worker';
import { connect } from './connect.js';
import { newestShapes, randomShapes } from './random-shape.js';
import { runnableFlow } from './runnable-flow.js';
import type { WorkerProcessOptions, WorkerStarted } from './worker-options.js';

const options = JSON.parse(process.argv[2] ?? '') as WorkerProcessOptions;
process.once('disconnect', () => process.exit());

const write = (message: string, fields?: object) => {
  process.stderr.write(`${message} ${fields ? JSON.stringify(fields) : ''}\n`);
};
const logger: Logger = { debug: () => {}, info: () => {}, warn: write, error: write };

const { seed, name, mendedFolder, strays } = options;
const shapes = randomShapes(seed);
const isMended = (runId: string) => existsSync(join(mendedFolder, runId));
const worker = createWorker({
  name,
  flows: (options.onlyNewest ? newestShapes(shapes) : shapes).map((shape) =>
    runnableFlow(shape, { seed, isMended, strays }),
  ),
  backend: options.backend === 'pgmq' ? pgmqBackend : tableBackend,
  sql: connect(options.url, name, 4),
  concurrency: 8,
  leaseSeconds: 3,
  pollIntervalMs: 1000,
  logger,
});
await started(worker);
process.send?.({ workerId: worker.workerId } satisfies WorkerStarted);

/** Tries until the database lets it. */
async function started(toStart: Worker): Promise<void> {
  for (;;) {
    try {
      return await toStart.start();
    } catch (error) {
      write(`could not start: ${String(error)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
