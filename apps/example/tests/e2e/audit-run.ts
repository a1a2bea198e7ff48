import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Run } from '@pgflow/core-sql';
import {
  cloneDatabase,
  createTemplate,
  installExtensions,
  testServerUrl,
} from '@pgflow/dev-postgres';
import postgres, { type Sql } from 'postgres';
import { siteAudit } from '../../flows/site-audit.ts';
import type { Runtime } from '../../src/arguments.ts';
import { Fetcher } from '../../src/audit/fetcher.ts';
import { type BackendName, backends, defaultBackend } from '../../src/backends.ts';
import { readConfig } from '../../src/config.ts';
import { startDispatching } from '../../src/dispatching.ts';
import { applyMigrations, readMigrations } from '../../src/migrations.ts';
import { Store } from '../../src/store.ts';
import {
  startWorkerChild,
  type WorkerChild,
  type WorkerChildOptions,
} from '../../src/worker-child.ts';

export const config = readConfig();

/** A database of its own with the example's migrations, as they are for a backend. */
export async function openTestDatabase(
  backend: BackendName = defaultBackend,
): Promise<{ url: string; sql: Sql } & AsyncDisposable> {
  const migrations = await readMigrations(config.migrations, backend);
  const key = ['example', ...migrations.map(({ sql }) => sql)];
  const template = await createTemplate(testServerUrl(), key, async (sql) => {
    await installExtensions(sql, backends[backend].extensions);
    await applyMigrations(sql, migrations);
  });
  const database = await cloneDatabase(testServerUrl(), template);
  const sql = postgres(database.url, { max: 3, onnotice: () => {} });
  const close = async () => {
    await sql.end();
    await database.drop();
  };
  return { url: database.url, sql, [Symbol.asyncDispose]: close };
}

/** Starts an audit; a worker has to do it. */
export async function startAudit(
  sql: Sql,
  site: string,
  backend: BackendName = defaultBackend,
): Promise<Run<unknown>> {
  const flow = siteAudit({ fetcher: new Fetcher(), store: new Store(sql), backend });
  const client = createClient(sql);
  await client.define(flow, { current: true });
  return client.start(flow, { site, limits: { concurrency: 8, delayMs: 0 } });
}

/** What starts workers for a test. */
interface TestWorkers extends AsyncDisposable {
  start(): Promise<WorkerChild>;
}

/**
 * Starts worker processes with a short lease, so that what a killed one held is soon free. One that is
 * sent its tasks listens where the one before it did, and they are sent there all the while.
 */
export function testWorkers(
  { url: databaseUrl, sql }: { url: string; sql: Sql },
  backend: BackendName = defaultBackend,
  runtime: Runtime = 'node',
): TestWorkers {
  const secret = randomUUID();
  const logFile = join(config.output, 'test-worker.log');
  const { edgeFunctions } = config;
  let address: Pick<WorkerChildOptions, 'port'> = {};
  let stopDispatching: (() => Promise<void>) | undefined;
  return {
    async start() {
      await mkdir(config.output, { recursive: true });
      const what = { runtime, backend, databaseUrl, edgeFunctions, logFile, secret };
      const worker = await startWorkerChild({ ...what, leaseSeconds: 2, ...address });
      const { url } = worker;
      if (url) {
        address = { port: Number(new URL(url).port) };
        stopDispatching ??= await startDispatching({
          ...{ sql, url, secret, logFile },
          startTimeoutMs: 5_000,
        });
      }
      return worker;
    },
    async [Symbol.asyncDispose]() {
      await stopDispatching?.();
    },
  };
}
