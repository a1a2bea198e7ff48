/** A worker in a process of its own, as an app would run it. */
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { tableBackend } from '@pgflow/backend-table';
import { createWorker } from '@pgflow/edge-worker';
import { connect } from './connect.js';
import { conductOf, logger, ownOptions, workUntilTold } from './fleet-process.js';
import type { WorkerProcessOptions } from './process-options.js';
import { newestShapes, randomShapes } from './random-shape.js';
import { runnableFlow } from './runnable-flow.js';

const options = ownOptions<WorkerProcessOptions>();
const { name, seed, backends } = options;
const conduct = conductOf(options);
const shapes = randomShapes(seed, backends);
const worker = createWorker({
  name,
  flows: (options.onlyNewest ? newestShapes(shapes) : shapes).map((shape) =>
    runnableFlow(shape, conduct),
  ),
  backend: options.backend === 'pgmq' ? pgmqBackend : tableBackend,
  sql: connect(options.url, name, 4),
  concurrency: 8,
  leaseSeconds: 3,
  pollIntervalMs: 1000,
  shutdownTimeoutMs: 2000,
  logger,
});
await workUntilTold(worker);
