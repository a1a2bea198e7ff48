/** A function that is called over HTTP and runs the tasks of a flow, in a process of its own. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { FlowDefinition } from '@pgflow/core-sql';
import { createHandler } from '@pgflow/edge-worker';
import { connect } from '../connect.js';
import { http } from './backends.js';
import type { CompletedTask } from './completions.js';
import { doingNothing } from './flows.js';
import { observed } from './observed-backend.js';
import { oneWorker, quietLogger } from './workers.js';

/** What the process is told first; it ends with whoever told it. */
export interface FunctionOrder {
  url: string;
  definition: FlowDefinition;
}

/** What the process says when it can be called. */
export interface FunctionStarted {
  url: string;
}

/** What the process says of each settle. */
export interface FunctionSettled {
  completed: CompletedTask[];
  /** How often it was called so far. */
  calls: number;
}

process.once('disconnect', () => process.exit());
const [{ url, definition }] = (await once(process, 'message')) as [FunctionOrder];

let calls = 0;
const handler = createHandler({
  ...oneWorker.options,
  flows: [doingNothing(definition)],
  backend: observed(http.backend, (tasks) => {
    const completed = tasks.map(({ runId, stepSlug }) => ({ runId, stepSlug }));
    process.send?.({ completed, calls } satisfies FunctionSettled);
  }),
  sql: connect(url, 4),
  answer: 'at once',
  logger: quietLogger,
});
const server = serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch: (request) => {
    calls++;
    return handler(request);
  },
});
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
process.send?.({ url: `http://127.0.0.1:${port}/` } satisfies FunctionStarted);
