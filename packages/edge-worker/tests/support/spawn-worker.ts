import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { until } from './run-worker.js';

/** What a worker process can run on. */
export type Runtime = 'node' | 'deno';

/** A worker process, and what it has said so far. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly output: string;
}

const require = createRequire(import.meta.url);
/** The package unpacks its program when it is first asked where that is. */
const deno = (): string => require('deno/install_api.cjs').runInstall();
const runtimes = {
  node: () => [process.execPath, '--import', 'tsx'],
  deno: () => [deno(), 'run', '--allow-all'],
};

/** Starts a script of this folder; resolves when it says that it works. Killed when the test ends. */
export async function spawnWorker(
  runtime: Runtime,
  script: string,
  ...args: string[]
): Promise<WorkerProcess> {
  const [command = '', ...flags] = runtimes[runtime]();
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(command, [...flags, path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  await until(() => {
    if (child.exitCode !== null) throw new Error(`the worker ended: ${output}`);
    return output.includes('worker started');
  }, 30_000);
  return {
    child,
    get output() {
      return output;
    },
  };
}
