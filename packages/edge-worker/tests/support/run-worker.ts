import { pgmqBackend } from '@pgflow/backend-pgmq';
import type { Logger } from '@pgflow/core-sql';
import { createWorker, type Worker, type WorkerOptions } from '@pgflow/edge-worker';
import type { Sql } from 'postgres';
import { onTestFinished } from 'vitest';

/** A logger that keeps its lines. */
export function memoryLogger(): Logger & { lines: string[] } {
  const lines: string[] = [];
  const write = (message: string, fields?: Record<string, unknown>) => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}

/** Starts a worker on pgmq that stops when the test ends. */
export async function runWorker(
  options: Pick<WorkerOptions, 'flows'> & Partial<WorkerOptions> & { sql: Sql },
): Promise<Worker> {
  const worker = createWorker({ backend: pgmqBackend, logger: memoryLogger(), ...options });
  await worker.start();
  onTestFinished(() => worker.stop());
  return worker;
}

export { until } from '@pgflow/dev-postgres/testing';
