import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installExtensions, type PostgresVersion, startPostgres } from '@pgflow/dev-postgres';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../src/connect.js';

/** A process that starts a server in `folder`, prints its URL, and then lives for `aliveMs`. */
function startInProcess(folder: string, aliveMs: number) {
  const entry = import.meta.resolve('@pgflow/dev-postgres');
  const code = `
    import { startPostgres } from ${JSON.stringify(entry)};
    console.log((await startPostgres({ databaseUrl: '' })).url);
    setTimeout(() => {}, ${aliveMs});`;
  return spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-test-'));
  chmodSync(folder, 0o755); // so that the user who runs Postgres in place of root may enter
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Process id of the one server whose files are in `folder`. */
function postmasterPid(folder: string): number {
  const [name] = readdirSync(folder);
  const pidFile = readFileSync(join(folder, name ?? '', 'data/postmaster.pid'), 'utf8');
  return Number(pidFile.split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each<[PostgresVersion]>([[18], [17]])(
  'Postgres %i starts with pgmq and pgTAP',
  async (version) => {
    await using server = await startPostgres({ version, databaseUrl: '' });
    expect(server.version).toBe(version);
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    await using sql = connect(server.url);
    await installExtensions(sql);
    await installExtensions(sql);
    await sql`select pgmq.create('jobs')`;
    await sql`select pgmq.send('jobs', '{"a": 1}')`;
    const messages = await sql`select message from pgmq.read('jobs', 30, 1)`;
    expect(messages).toEqual([{ message: { a: 1 } }]);
    expect(await sql`select plan(1) as tap`).toEqual([{ tap: '1..1' }]);
  },
);

test('stop leaves no process and no file', async () => {
  const folder = temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const server = await startPostgres({ databaseUrl: '' });
  const pid = postmasterPid(folder);
  expect(isAlive(pid)).toBe(true);
  await server.stop();
  expect(isAlive(pid)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
  await server.stop();
});

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'a parent ended by %s leaves no process and no file',
  async (signal) => {
    const folder = temporaryFolder();
    const parent = startInProcess(folder, 60_000);
    await once(parent.stdout, 'data');
    const pid = postmasterPid(folder);
    parent.kill(signal);
    await vi.waitFor(
      () => expect([isAlive(pid), readdirSync(folder)]).toEqual([false, []]),
      10_000,
    );
  },
);

test('a parent that dies while the server is being made leaves nothing', async () => {
  const folder = temporaryFolder();
  const parent = startInProcess(folder, 60_000);
  await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(1), {
    timeout: 10_000,
    interval: 5,
  });
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]), 10_000);
});

test('a process may end without stop()', async () => {
  const folder = temporaryFolder();
  const parent = startInProcess(folder, 0);
  await once(parent, 'exit');
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]), 10_000);
});

test('settings reach the server, and durable is off unless wanted', async () => {
  const settings = { work_mem: '5MB' };
  await using server = await startPostgres({ durable: true, settings, databaseUrl: '' });
  await using sql = connect(server.url);
  const [row] = await sql`
    select current_setting('work_mem') as work_mem, current_setting('fsync') as fsync,
      current_setting('listen_addresses') as addresses`;
  expect(row).toEqual({ work_mem: '5MB', fsync: 'on', addresses: '127.0.0.1' });
});

test('a server that cannot start raises with its log', async () => {
  const started = startPostgres({ settings: { no_such: '1' }, databaseUrl: '' });
  await expect(started).rejects.toThrow('unrecognized configuration parameter "no_such"');
});

test('connections need the password', async () => {
  await using server = await startPostgres({ databaseUrl: '' });
  const url = new URL(server.url);
  url.password = 'guess';
  await using sql = connect(url.href);
  await expect(sql`select 1`).rejects.toMatchObject({ code: '28P01' });
});

test('a server of DATABASE_URL is used and left running', async () => {
  await using own = await startPostgres({ databaseUrl: '' });
  vi.stubEnv('DATABASE_URL', own.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const server = await startPostgres();
  expect(server).toMatchObject({ url: own.url, version: 18 });
  await server.stop();
  await using sql = connect(own.url);
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
});

test('a DATABASE_URL that nobody answers raises', async () => {
  await expect(startPostgres({ databaseUrl: 'postgres://127.0.0.1:1/x' })).rejects.toThrow(
    'ECONNREFUSED',
  );
});

test('a dataDir keeps the data for the next server', async () => {
  const dataDir = join(temporaryFolder(), 'kept');
  {
    await using server = await startPostgres({ dataDir, databaseUrl: '' });
    await using sql = connect(server.url);
    await sql`create table kept as select 1 as one`;
  }
  await using server = await startPostgres({ dataDir, databaseUrl: '' });
  await using sql = connect(server.url);
  expect(await sql`select one from kept`).toEqual([{ one: 1 }]);
  const second = startPostgres({ dataDir, databaseUrl: '' });
  await expect(second).rejects.toThrow('lock file "postmaster.pid" already exists');
});

test('a tempDir has the data, and nothing when the server has ended', async () => {
  const tempDir = temporaryFolder();
  const server = await startPostgres({ tempDir, databaseUrl: '' });
  {
    await using sql = connect(server.url);
    const [{ folder = '' } = {}] = await sql`select current_setting('data_directory') as folder`;
    expect(folder).toContain(tempDir);
  }
  await server.stop();
  expect(readdirSync(tempDir)).toEqual([]);
});

test('a dataDir whose making was interrupted is made again', async () => {
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'data.new/base'), { recursive: true });
  await using server = await startPostgres({ dataDir, databaseUrl: '' });
  expect(server.version).toBeGreaterThan(16);
});

test.each(['fast', 'immediate'] as const)(
  'a restart that is %s keeps port and data, and the server still ends with its parent',
  async (mode) => {
    const folder = temporaryFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await startPostgres({ durable: true, databaseUrl: '' });
    await using sql = connect(server.url);
    await sql`create table kept as select 1 as one`;
    const pids = [postmasterPid(folder)];
    for (let round = 0; round < 2; round++) {
      await server.restart(mode);
      await using again = connect(server.url);
      expect(await again`select one from kept`).toEqual([{ one: 1 }]);
      pids.push(postmasterPid(folder));
    }
    expect(new Set(pids).size).toBe(3);
    await server.stop();
    expect([pids.map(isAlive), readdirSync(folder)]).toEqual([[false, false, false], []]);
    await expect(server.restart(mode)).rejects.toThrow('ended without an answer');
  },
);

test('a server of DATABASE_URL is not restarted', async () => {
  await using own = await startPostgres({ databaseUrl: '' });
  const server = await startPostgres({ databaseUrl: own.url });
  await expect(server.restart('fast')).rejects.toThrow('not ours to restart');
});
