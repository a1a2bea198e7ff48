/** A worker in a process of its own, told over IPC what to do; says how much memory it came to have. */
import { once } from 'node:events';
import { createWorker } from '@pgflow/edge-worker';
import { connect } from '../connect.js';
import { backends } from './backends.js';
import { mapped } from './flows.js';
import { quietLogger, severalWorkers } from './workers.js';

/** What the process is told first; whatever it is told next ends it. */
export interface WorkerOrder {
  url: string;
  backend: string;
}

/** What the process says when it works. */
export interface WorkerStarted {
  /** Slug of the flow that it serves. */
  flow: string;
}

/** What the process says at its end. */
export interface WorkerEnded {
  /** The most that it ever had, in MB. */
  peakRssMb: number;
}

process.once('disconnect', () => process.exit());
const [{ url, backend }] = (await once(process, 'message')) as [WorkerOrder];
const measured = backends.find((candidate) => candidate.backend.name === backend);
if (!measured) throw new Error(`there is no backend ${backend}`);

const flow = mapped('memory');
const sql = connect(url, 4);
const worker = createWorker({
  ...severalWorkers.options,
  flows: [flow],
  backend: measured.backend,
  sql,
  logger: quietLogger,
});
await worker.start();
const toldToStop = once(process, 'message');
process.send?.({ flow: flow.slug } satisfies WorkerStarted);
await toldToStop;
await worker.stop();
await sql.end();
process.send?.({ peakRssMb: process.resourceUsage().maxRSS / 1024 } satisfies WorkerEnded);
