import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

function startChaos(args: string[]) {
  const chaos = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void chaos.kill('SIGKILL'));
  const said = { out: '', log: '' };
  chaos.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  chaos.stderr.on('data', (chunk) => {
    said.log += chunk;
  });
  return { chaos, said, ended: once(chaos, 'close') as Promise<[code: number | null]> };
}

const kinds = 'kill,stop,terminate,cut,freeze,half-open,unlisten,deaf,pool,restart';

test('a short chaos loses, doubles and leaves nothing', async () => {
  // A seed that takes all connections twice, since on a busy machine that may not succeed.
  const { said, ended } = startChaos(['--minutes', '0.4', '--seed', '2']);
  const [code] = await ended;
  expect(code, said.out + said.log).toBe(0);
  expect(said.out).toMatch(/^seed {9}2\nruns {9}\d+ \(.*completed \d+.*\), \d+ tasks$/m);
  for (const kind of ['lost', 'doubled', 'stuck', 'wrong', 'crashed', 'deadlocks']) {
    expect(said.out).toMatch(new RegExp(`^${kind} +0$`, 'm'));
  }
  for (const kind of kinds.split(',')) expect(said.out).toMatch(new RegExp(`${kind} [1-9]`));
  expect(said.out).toMatch(/^requests {5}[1-9]\d* broken \(/m);
  expect(said.log).toContain('Repeat with: npx -y pnpm@10 chaos --minutes 0.4 --seed 2');
}, 150_000);

test('an interrupt ends it with its summary', async () => {
  const { chaos, said, ended } = startChaos(['--minutes', '60', '--seed', '1', '--only', 'kill']);
  while (!said.log.includes('5 s: ') && chaos.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  chaos.kill('SIGINT');
  const [code] = await ended;
  expect(code, said.out + said.log).toBe(0);
  expect(said.out).toMatch(/^kills {8}\d+, \d+ a minute \(kill \d+\)$/m);
}, 120_000);
