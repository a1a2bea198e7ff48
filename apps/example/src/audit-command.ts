import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createClient } from '@pgflow/core-sql';
import { siteAudit } from '../flows/site-audit.ts';
import type { Command } from './arguments.ts';
import { Fetcher } from './audit/fetcher.ts';
import { reportToMarkdown, summaryRows } from './audit/markdown.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database.ts';
import { startDispatching } from './dispatching.ts';
import { followRun } from './follow-run.ts';
import { progressView } from './progress.ts';
import { readCatalog } from './site/catalog.ts';
import { startSite } from './site/server.ts';
import { Store } from './store.ts';
import { startWorkerChild } from './worker-child.ts';

/** A site of our own needs no sparing. */
const loopbackPace = { concurrency: 8, delayMs: 0 };

/** Where a command writes what it has to say. */
export type Print = (line: string) => void;

/**
 * Runs an audit from start to report. Aborting cancels the run. Resolves to the exit code: 0, 1 when
 * the run failed, 130 when it was cancelled.
 */
export async function audit(
  { site: address, limits, runtime, backend, out }: Command & { kind: 'audit' },
  config: Config,
  print: Print,
  signal: AbortSignal,
): Promise<number> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    await mkdir(config.output, { recursive: true });
    const database = await openDatabase(config, backend);
    closers.push(database.close);
    const ownSite =
      address === undefined
        ? await startSite({ catalog: await readCatalog(config.repository) })
        : undefined;
    if (ownSite) closers.push(ownSite.close);
    const site = address ?? ownSite?.url ?? '';

    const store = new Store(database.sql);
    const flow = siteAudit({ fetcher: new Fetcher(), store, backend });
    const client = createClient(database.sql);
    // Deploying: the flow as it is in this checkout is what new runs follow.
    await client.define(flow, { current: true });
    const secret = randomUUID();
    const logFile = join(config.output, 'worker.log');
    const worker = await startWorkerChild({
      runtime,
      backend,
      databaseUrl: database.url,
      edgeFunctions: config.edgeFunctions,
      logFile,
      secret,
    });
    closers.push(worker.stop);
    const { url } = worker;
    if (url) closers.push(await startDispatching({ sql: database.sql, url, secret, logFile }));

    const run = await client.start(flow, {
      site,
      limits: { ...(ownSite ? loopbackPace : {}), ...limits },
    });
    print(`Auditing ${site} on ${runtime} and ${backend}, run ${run.runId}`);
    const end = await followRun(run, progressView(process.stdout), worker.ended, signal);
    if (end.status === 'cancelled') print('Cancelled.');
    if (end.status === 'failed') print(`The run failed: ${end.reason}`);
    if (end.status !== 'completed') return end.status === 'cancelled' ? 130 : 1;

    const report = await store.readReport(run.runId);
    if (!report) throw new Error(`Run ${run.runId} completed without a report`);
    const file =
      out === undefined ? join(config.output, 'report.md') : resolve(config.workingFolder, out);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, reportToMarkdown(report));
    const rows = summaryRows(report).map(
      ([label, value]) => `  ${label.padEnd(28)} ${value.padStart(9)}`,
    );
    for (const line of ['', ...rows, '', `Report: ${file}`]) print(line);
    if (address === undefined) print('Search it: npx -y pnpm@10 example --search "exit code"');
    return 0;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
