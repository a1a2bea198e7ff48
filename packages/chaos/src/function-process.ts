/** A function in a process of its own, as an app would serve it on Node. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { httpBackend } from '@pgflow/backend-http';
import { createHandler } from '@pgflow/edge-worker';
import { connect } from './connect.js';
import { conductOf, logger, ownOptions, workUntilTold } from './fleet-process.js';
import { CALM, type FunctionProcessOptions, type RequestBroken } from './process-options.js';
import { seeded } from './random.js';
import { randomShapes } from './random-shape.js';
import { faultyFetch } from './request-faults.js';
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

let { faults } = options;
process.on('message', (message) => {
  if (message === CALM) faults = false;
});
const faulty = faultyFetch(handler.fetch, seeded(seed, 'requests', name, options.life), (fault) =>
  process.send?.({ fault } satisfies RequestBroken),
);
const fetch: typeof faulty = (request, env) =>
  faults ? faulty(request, env) : handler.fetch(request);

let server: ReturnType<typeof serve>;
await workUntilTold(
  {
    async start() {
      server = serve({ fetch, hostname: '127.0.0.1', port: options.port });
      await once(server, 'listening');
    },
    async stop(reason) {
      await handler.stop(reason);
      server.close();
    },
  },
  () => ({ port: (server.address() as AddressInfo).port }),
);
