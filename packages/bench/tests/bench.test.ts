import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testServerUrl } from '@pgflow/dev-postgres';
import { expect, test, vi } from 'vitest';
import { parseCommand } from '../src/arguments.js';
import { connect } from '../src/connect.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Starts the bench on the test server. */
function startBench(args: string[]) {
  const env = { ...process.env, DATABASE_URL: testServerUrl() };
  const bench = spawn(process.execPath, [main, '--no-calm', ...args], { env });
  const said = { out: '', log: '' };
  bench.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  bench.stderr.on('data', (chunk) => {
    said.log += chunk;
  });
  return { bench, said, ended: once(bench, 'close') as Promise<[code: number | null]> };
}

async function databasesOf(pid: number | undefined): Promise<number> {
  await using sql = connect(testServerUrl());
  const [row] = await sql`
    select count(*)::int as count from pg_database
    where starts_with(datname, ${`pgflow_bench_${pid}_`})`;
  return row?.count;
}

test('prints an object for each row and leaves no database behind', async () => {
  const args = ['--only', 'W1', '--scale', '0.02', '--runs', '1', '--json'];
  const { bench, said, ended } = startBench(args);
  const [code] = await ended;
  expect(said.log).toMatch(/synchronous_commit .*fsync .*shared_buffers/);
  expect(code, said.log).toBe(0);
  const rows = said.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ engine, row, variant }) => `${engine}/${row}-${variant}`)).toEqual([
    'pgmq/W1-one-by-one',
    'pgmq/W1-one-call',
    'table/W1-one-by-one',
    'table/W1-one-call',
  ]);
  for (const row of rows) {
    expect(row.runs).toBe(1);
    for (const name of ['rate', 'p50_ms', 'p95_ms', 'p99_ms', 'wal_bytes_per_task']) {
      expect(row[name], name).toBeGreaterThan(0);
      expect(row[`${name}_min`], name).toBeLessThanOrEqual(row[name]);
      expect(row[`${name}_max`], name).toBeGreaterThanOrEqual(row[name]);
    }
    expect(row.dead_tuples).toBeGreaterThanOrEqual(0);
  }
  expect(await databasesOf(bench.pid)).toBe(0);
});

test('functions are called with batches, and with one task', async () => {
  const args = ['--backend', 'http', '--scale', '0.01', '--runs', '1', '--json'];
  const { said, ended } = startBench(args);
  const [code] = await ended;
  expect(code, said.log).toBe(0);
  const rows = said.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(Object.fromEntries(rows.map((row) => [`${row.row}-${row.variant}`, row.calls]))).toEqual({
    'W3-1000-batched': 1,
    'W3-1000-single': 10,
    'W4-10000-batched': 2,
    'W4-10000-single': 100,
    'W5-commit': undefined,
  });
  expect(rows.map(({ bars }) => bars.length)).toEqual([1, 0, 1, 0, 1]);
});

test('an interrupt ends it and drops its databases', async () => {
  const { bench, said, ended } = startBench(['--only', 'idle', '--runs', '1']);
  while ((await databasesOf(bench.pid)) < 2 && bench.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  bench.kill('SIGINT');
  const [code] = await ended;
  expect(code, said.log).toBe(130);
  expect(await databasesOf(bench.pid)).toBe(0);
});

test('a case that failed makes the exit code 1', async () => {
  const { bench } = await import('../dist/bench.js');
  const engine = { name: 'pgmq', title: 'ours', cases: [] };
  const said: string[] = [];
  vi.stubEnv('DATABASE_URL', testServerUrl());
  const code = await bench([{ engine, case: { row: 'W1', variant: 'nonsense' } }], {
    ...parseCommand(['--runs', '2', '--no-calm']),
    node: process.execPath,
    signal: new AbortController().signal,
    log: () => {},
    print: (text) => said.push(text),
  });
  vi.unstubAllEnvs();
  expect(code).toBe(1);
  // Not tried again in the second round.
  expect(said.join('\n')).toMatch(/W1 nonsense +\| 0, 1 FAILED/);
});
