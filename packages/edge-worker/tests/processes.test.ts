import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createClient } from '@pgflow/core-sql';
import { expect, onTestFinished, test } from 'vitest';
import { counting } from './support/counting-flow.js';
import { layeredDatabase } from './support/layered-database.js';
import { until } from './support/run-worker.js';

const database = layeredDatabase();
const script = fileURLToPath(new URL('./support/worker-process.ts', import.meta.url));
const require = createRequire(import.meta.url);
/** The package unpacks its program when it is first asked where that is. */
const deno = (): string => require('deno/install_api.cjs').runInstall();
const runtimes = {
  node: () => [process.execPath, '--import', 'tsx', script],
  deno: () => [deno(), 'run', '--allow-all', script],
};
const sumOfDoubled = 40 * 39;

/** Starts a worker process; resolves when it says that it works. */
async function startProcess(runtime: keyof typeof runtimes): Promise<ChildProcess> {
  const [command = '', ...args] = runtimes[runtime]();
  const child = spawn(command, [...args, database.url], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await until(() => {
    if (child.exitCode !== null) throw new Error(`the worker ended: ${output}`);
    return output.includes('worker started');
  }, 30_000);
  return child;
}

test.each(['node', 'deno'] as const)(
  'a worker on %s runs a flow and stops on SIGTERM',
  async (runtime) => {
    const child = await startProcess(runtime);
    const run = await createClient(database.sql).start(counting, {});
    expect(await run.result({ timeoutMs: 20_000 })).toEqual({ sum: sumOfDoubled });
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    const alive = await database.sql`select from pgflow.workers where stopped_at is null`;
    expect(alive.length).toBe(0);
  },
);

test('a run survives workers that are killed in the middle', async () => {
  const run = await createClient(database.sql).start(counting, {});
  for (const done of [1, 10, 25]) {
    const child = await startProcess('node');
    await until(async () => {
      const { steps } = await run.progress();
      const [, doubled] = steps;
      return doubled && doubled.taskCount - doubled.remainingTasks >= done;
    }, 30_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await startProcess('node');
  expect(await run.result({ timeoutMs: 30_000 })).toEqual({ sum: sumOfDoubled });
  const [deepest] = await database.sql`select max(queue_length) as length from pgmq.metrics_all()`;
  expect(Number(deepest?.length)).toBe(0);
}, 90_000);
