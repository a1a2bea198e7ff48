/** What the processes of the fleet have in common. Each ends with its parent. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@pgflow/core-sql';
import { type Runnable, runUntilSignal } from '@pgflow/core-sql/process';
import type {
  FunctionProcessOptions,
  ProcessStarted,
  WorkerProcessOptions,
} from './process-options.js';
import type { Conduct } from './runnable-flow.js';

/** What this process was told. */
export function ownOptions<Options>(): Options {
  process.once('disconnect', () => process.exit());
  return JSON.parse(process.argv[2] ?? '') as Options;
}

const write = (message: string, fields?: object) => {
  process.stderr.write(`${message} ${fields ? JSON.stringify(fields) : ''}\n`);
};

/** Tells the parent what goes wrong. */
export const logger: Logger = { debug: () => {}, info: () => {}, warn: write, error: write };

/** How handlers behave here. */
export function conductOf({
  seed,
  mendedFolder,
  strays,
}: WorkerProcessOptions | FunctionProcessOptions): Conduct {
  return { seed, strays, isMended: (runId) => existsSync(join(mendedFolder, runId)) };
}

/** Starts as soon as the database lets it, says so, works until SIGTERM, and ends in order. */
export async function workUntilTold(
  work: Runnable,
  started: () => ProcessStarted = () => ({}),
): Promise<never> {
  await runUntilSignal({
    async start() {
      await startPatiently(work);
      process.send?.(started());
    },
    stop: (options) => work.stop(options),
  });
  process.exit(0);
}

async function startPatiently(work: Runnable): Promise<void> {
  for (;;) {
    try {
      return await work.start();
    } catch (error) {
      write(`could not start: ${String(error)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
