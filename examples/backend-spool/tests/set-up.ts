import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyFlow, createClient, type Logger } from '@pgflow/core-sql';
import { TroubleLog } from '@pgflow/core-sql/process';
import { createWorker, type WorkerOptions } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { Spool } from '../src/spool.js';
import { type SpoolOptions, spoolBackend } from '../src/spool-backend.js';
import { createDatabase } from './create-database.js';

/** A database, a folder, and workers on both; all are ended with it. */
export async function setUp() {
  const database = await createDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'spool-'));
  const sql = postgres(database.url, { onnotice: () => {} });
  const workers: ReturnType<typeof createWorker>[] = [];
  const lines: string[] = [];
  const log = (message: string, fields?: object) =>
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const logger: Logger = { debug: () => {}, info: () => {}, warn: log, error: log };

  const trouble = new TroubleLog(logger, 'the spool');
  const spoolOf = (queue: string) => new Spool(join(folder, queue), logger, trouble);

  return {
    url: database.url,
    folder,
    sql,
    client: createClient(sql),
    /** What was logged as a warning or an error. */
    lines,
    /** The same without the reminders of an outage, which come after 10 s. */
    news: () => lines.filter((line) => !/"forMs":\d{5,}/.test(line)),
    logger,
    async startWorker(
      flows: AnyFlow[],
      options: Partial<WorkerOptions> = {},
      spool: Partial<SpoolOptions> = {},
    ) {
      const backend = spoolBackend({ folder, againSeconds: 1, ...spool });
      const worker = createWorker({ flows, backend, sql, logger, ...options });
      await worker.start();
      workers.push(worker);
      return worker;
    },
    async queueOf(flow: AnyFlow) {
      return (await createClient(sql).define(flow, { current: true })).queue;
    },
    spool: spoolOf,
    spools: (one: string, other: string) => [spoolOf(one), spoolOf(other)] as const,
    /** Puts what is due into the spool, as a relay does that ends then. */
    async relay(queue: string, using = sql) {
      const spool = spoolOf(queue);
      await spool.prepare();
      const due = await using<{ delivery: string }[]>`
        select delivery from pgflow_spool.take_deliveries(${[queue]}, 1000, 1)`;
      await spool.put(due.map(({ delivery }) => delivery));
      return due.map(({ delivery }) => delivery);
    },
    files: (...place: string[]) => readdir(join(folder, ...place)),
    async [Symbol.asyncDispose]() {
      for (const worker of workers) await worker.stop();
      await sql.end();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Waits until something is so; tries every 20 ms. */
export async function until(isSo: () => boolean | Promise<boolean>, timeoutMs = 20_000) {
  for (const end = Date.now() + timeoutMs; !(await isSo()); ) {
    if (Date.now() > end) throw new Error(`not so after ${timeoutMs} ms: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
