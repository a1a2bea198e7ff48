import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from './audit-run.ts';

const program = ['--import', 'tsx', fileURLToPath(new URL('../../src/main.ts', import.meta.url))];
let database: Awaited<ReturnType<typeof openTestDatabase>>;
let folder: string;

beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'example-'));
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const environment = (url = database.url) => ({
  ...process.env,
  DATABASE_URL: url,
  INIT_CWD: folder,
});

const run = (...args: string[]) => runOn(database.url, ...args);

function runOn(
  url: string,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...program, ...args],
      { env: environment(url) },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

test('searching before an audit says what to do', async () => {
  expect(await run('--search', 'words')).toEqual({
    code: 1,
    out: '',
    err: 'Nothing to search yet: run an audit first.\n',
  });
});

test('audits with plain lines, writes the report, and finds words afterwards', async () => {
  const { code, out, err } = await run('--max-pages', '40', '--out', 'made/report.md');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^sitemap {2}completed {2}/m);
  expect(out).toMatch(/^pages {2}completed {2}40\/40/m);
  expect(out).toMatch(/^ {2}Pages +40$/m);
  expect(out).not.toContain('\x1b');
  const file = join(folder, 'made/report.md');
  expect(out).toContain(`Report: ${file}`);
  expect(await readFile(file, 'utf8')).toContain('| Pages | 40 |');
  const found = await run('--search', 'documentation');
  expect(found.code).toBe(0);
  expect(found.out).toMatch(/^1\. .+\n {3}http:\/\/127\.0\.0\.1:\d+\//);
  expect(await runUnread('--search', 'documentation')).toEqual({ code: 0, err: '' });
  expect((await run('--search', 'xyzzyplugh')).out).toMatch(
    /^No page of .+ has the words: xyzzyplugh\n$/,
  );
}, 60_000);

test.each(['table', 'http'])(
  '--backend %s audits on an empty database, without pgmq',
  async (backend) => {
    const server = new URL(database.url);
    const name = `example_plain_${process.pid}`;
    await database.sql`create database ${database.sql(name)}`;
    try {
      server.pathname = name;
      const { code, out, err } = await runOn(
        server.href,
        '--backend',
        backend,
        '--max-pages',
        '40',
      );
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain(` on node and ${backend}, run `);
      expect(out).toMatch(/^ {2}Pages +40$/m);
      const plain = postgres(server.href, { max: 1 });
      const schemas = await plain<{ name: string }[]>`
      select nspname as name from pg_namespace where nspname ~ '^(pgmq|pgflow)' order by 1`;
      await plain.end();
      const layers = ['pgflow', `pgflow_${backend}`, 'pgflow_map', 'pgflow_single'];
      expect(schemas.map((schema) => schema.name)).toEqual(layers.sort());
    } finally {
      await database.sql`drop database ${database.sql(name)} with (force)`;
    }
  },
  60_000,
);

/** Runs a command whose output nobody reads, as when head has seen enough. */
async function runUnread(...args: string[]): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [...program, ...args], { env: environment() });
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'exit');
  return { code, err };
}

test.each(['pgmq', 'http'])(
  'Ctrl-C cancels the run on %s',
  async (backend) => {
    const child = spawn(process.execPath, [...program, '--backend', backend, '--delay', '300'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      out += chunk;
      if (!child.killed && out.includes('pages  started')) child.kill('SIGINT');
    }
    if (child.exitCode === null) await once(child, 'exit');
    expect([child.exitCode, out]).toEqual([130, expect.stringMatching(/\nCancelled\.\n$/)]);
    const runId = /run (\S+)/.exec(out)?.[1] ?? '';
    const [row] = await database.sql`select status from pgflow.runs where run_id = ${runId}`;
    expect(row?.status).toBe('cancelled');
  },
  60_000,
);

test('an address that nobody answers fails the run with the reason', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  const { code, out } = await run('--site', `http://127.0.0.1:${port}/`, '--delay', '0');
  expect(code).toBe(1);
  expect(out).toMatch(
    new RegExp(`The run failed: step sitemap: .*${port}.*ECONNREFUSED|ECONNREFUSED.*${port}`),
  );
}, 60_000);

test('a wrong argument is told on stderr', async () => {
  expect(await run('--what')).toEqual({
    code: 2,
    out: '',
    err: "Unknown option '--what'\nTry --help.\n",
  });
});
