/** A function in a process of its own, as an app would serve it on Node. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { httpBackend } from '@pgflow/backend-http';
import { createHandler } from '@pgflow/edge-worker';
import { connect } from './connect.js';
import { conductOf, logger, ownOptions, workUntilTold } from './fleet-process.js';
import type { FunctionProcessOptions } from './process-options.js';
import { randomShapes } from './random-shape.js';
import { runnableFlow } from './runnable-flow.js';

const options = ownOptions<FunctionProcessOptions>();
const { name, seed, backends, slug, answer, secret } = options;
const conduct = conductOf(options);
const handler = createHandler({
  name,
  flows: randomShapes(seed, backends)
    .filter((shape) => shape.slug === slug)
    .map((shape) => runnableFlow(shape, conduct)),
  backend: httpBackend({ secret }),
  sql: connect(options.url, name, 4),
  answer,
  concurrency: 8,
  leaseSeconds: 3,
  shutdownTimeoutMs: 2000,
  logger,
});

let server: ReturnType<typeof serve>;
await workUntilTold(
  {
    async start() {
      server = serve({ fetch: handler.fetch, hostname: '127.0.0.1', port: options.port });
      await once(server, 'listening');
    },
    async stop(reason) {
      await handler.stop(reason);
      server.close();
    },
  },
  () => ({ port: (server.address() as AddressInfo).port }),
);
