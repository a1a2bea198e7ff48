/** A dispatcher in a process of its own, as an app would run it. */
import { createDispatcher } from '@pgflow/backend-http';
import { connect } from './connect.js';
import { logger, ownOptions, workUntilTold } from './fleet-process.js';
import type { DispatcherProcessOptions } from './process-options.js';
import { SECRET_NAME } from './set-up-calls.js';

const { url, name, secret } = ownOptions<DispatcherProcessOptions>();
await workUntilTold(
  createDispatcher({
    sql: connect(url, name, 2),
    secrets: { [SECRET_NAME]: secret },
    shutdownTimeoutMs: 2000,
    logger,
  }),
);
