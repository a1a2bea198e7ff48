import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { functionDir, until } from './support/serve.js';

const cli = fileURLToPath(new URL('../bin/pgflow-edge-runtime.js', import.meta.url));

function run(args: string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  return { child, output: () => output };
}

/** A process that serves the probe, asks it something and prints the isolate's process id. */
function serveInProcess(path: string, log: string) {
  const code = `
    import { startEdgeRuntime } from ${JSON.stringify(import.meta.resolve('@pgflow/dev-edge-runtime'))};
    const runtime = await startEdgeRuntime({
      functionDir: ${JSON.stringify(functionDir('probe'))}, cpuMs: 600_000, logFile: ${JSON.stringify(log)},
    });
    fetch(runtime.url + ${JSON.stringify(path)});
    while (!runtime.isolates[0]) await new Promise((resolve) => setTimeout(resolve, 10));
    console.log(runtime.isolates[0].pid);`;
  return run(['--input-type=module', '--eval', code]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  return child.exitCode ?? (await once(child, 'exit'))[0];
}

test.each([
  ['/slow?ms=60000', 'probe 1'],
  ['/block', 'blocks'],
])('an isolate that answers %s ends with its killed parent', async (path, written) => {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, 'log');
  const { child, output } = serveInProcess(path, log);
  const pid = await until(() => Number(/^\d+\n/.exec(output())?.[0]));
  if (written === 'blocks') await until(() => readLog(log).includes(written));
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await until(() => !isAlive(pid));
});

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

test('the command serves a function until it is told to stop', async () => {
  const { child, output } = run([cli, 'serve', functionDir('probe'), '--env', 'A=b=c']);
  const url = await until(() => /Serving (\S+)/.exec(output())?.[1]);
  expect(await (await fetch(`${url}/env`)).json()).toMatchObject({ A: 'b=c' });
  child.kill('SIGTERM');
  expect(await exitCode(child)).toBe(0);
});

test('the command tells how it is used', async () => {
  const help = run([cli, '--help']);
  expect(await exitCode(help.child)).toBe(0);
  expect(help.output()).toContain('--wall-clock');
  const wrong = run([cli, 'deploy']);
  expect(await exitCode(wrong.child)).toBe(1);
  expect(wrong.output()).toContain('--wall-clock');
});
