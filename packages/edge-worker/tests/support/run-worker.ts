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

/** Waits until a look gives something. Fails after `timeoutMs`. */
export async function until<Found>(
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  timeoutMs = 15_000,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
