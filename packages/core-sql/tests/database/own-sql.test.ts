import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testServerUrl } from '@pgflow/dev-postgres';
import postgres, { type Sql } from 'postgres';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openOwnSql } from '../../src/own-sql.js';

const url = new URL(testServerUrl());
const password = decodeURIComponent(url.password);
const parts = {
  host: url.hostname,
  port: Number(url.port || 5432),
  user: decodeURIComponent(url.username),
  database: url.pathname.slice(1),
};

/** The server by way of a Unix socket in a folder of its own. */
async function unixSocket(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pgflow-'));
  const path = join(folder, `.s.PGSQL.${parts.port}`);
  const server = createServer((client) => {
    client.pipe(connect(parts.port, parts.host)).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** A port of loopback where nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const likes: Record<string, () => Sql | Promise<Sql>> = {
  'a URL': () => postgres(url.href),
  'a URL that asks for TLS where there is some': () => postgres(`${url.href}?sslmode=prefer`),
  options: () => postgres({ ...parts, password }),
  'a function for the password': () => postgres({ ...parts, password: async () => password }),
  'no prepared statements': () => postgres({ ...parts, password, prepare: false }),
  'no types fetched': () => postgres({ ...parts, password, fetch_types: false }),
  'types and transforms': () =>
    postgres({
      ...parts,
      password,
      transform: postgres.camel,
      types: {
        int: { to: 23, from: [23], serialize: String, parse: (text: string) => `<${text}>` },
      },
    }) as unknown as Sql,
  'a list of hosts, the first of them dead': async () =>
    postgres({
      ...parts,
      password,
      host: [parts.host, parts.host],
      port: [await deadPort(), parts.port],
    } as unknown as postgres.Options<Record<string, never>>),
  'a Unix socket': async () => postgres({ ...parts, password, host: await unixSocket() }),
  'a socket that the user makes': () =>
    postgres({
      ...parts,
      password,
      socket: async () => connect(parts.port, parts.host),
    } as unknown as postgres.Options<Record<string, never>>),
  'the environment': () => {
    const { host: PGHOST, port, user: PGUSER, database: PGDATABASE } = parts;
    const names = { PGHOST, PGPORT: String(port), PGUSER, PGDATABASE, PGPASSWORD: password };
    const before = { ...process.env };
    onTestFinished(() => {
      process.env = before;
    });
    Object.assign(process.env, names);
    const sql = postgres();
    // Only what stood there when sql was made counts, apart from an empty password's.
    for (const name of ['PGHOST', 'PGPORT', 'PGUSER', 'PGDATABASE']) delete process.env[name];
    return sql;
  },
};

test.each(Object.entries(likes))('connects like a driver made with %s', async (_, make) => {
  const like = await make();
  onTestFinished(() => like.end({ timeout: 0 }));
  const own = openOwnSql(like, { applicationName: 'pgflow worker test' });
  onTestFinished(() => own.end(0));
  const [row] = await own.sql`
    select 7 as some_int, ${'{a,"b,c"}'}::text::text[] as some_texts,
      current_setting('application_name') as app`;
  // No types are fetched, so an array comes as its text.
  expect(row).toEqual({ some_int: 7, some_texts: '{a,"b,c"}', app: 'pgflow worker test' });
});

test('leaves a name that the user gave', async () => {
  const like = postgres(url.href, { connection: { application_name: 'mine' } });
  onTestFinished(() => like.end({ timeout: 0 }));
  const own = openOwnSql(like, { applicationName: 'pgflow worker test' });
  onTestFinished(() => own.end(0));
  expect(await own.sql`show application_name`).toEqual([{ application_name: 'mine' }]);
});

test('refuses what is no driver', async () => {
  const sql = postgres(url.href, { max: 1 });
  onTestFinished(() => sql.end());
  const opened = sql.begin((tx) => openOwnSql(tx as unknown as Sql, { applicationName: '' }));
  await expect(opened).rejects.toThrow(expect.objectContaining({ code: 'PF303' }));
});

test('is ended though its peer never answers', async () => {
  const mute = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as { port: number };
  let socket: Socket | undefined;
  const like = postgres({
    ...parts,
    socket: async () => {
      socket = connect(port, '127.0.0.1');
      return socket;
    },
  } as unknown as postgres.Options<Record<string, never>>);
  const own = openOwnSql(like, { applicationName: '' });
  const query = own.sql`select 1`.catch((error) => error.code);
  await vi.waitUntil(() => socket?.readyState === 'open');
  await own.end(0);
  expect(await query).toBe('CONNECTION_DESTROYED');
  expect(socket?.destroyed).toBe(true);
  mute.close();
});

test('does not storm a proxy that accepts and hangs up', async () => {
  let tries = 0;
  const proxy = createServer((socket) => {
    tries += 1;
    socket.on('error', () => {}).end();
    socket.resume();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  const own = openOwnSql(postgres({ ...parts, password, port }), { applicationName: '' });
  const query = own.sql`select 1`.catch((error) => error.code);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await own.end(0);
  expect(await query).toMatch(/CONNECTION_(DESTROYED|ENDED)/);
  expect(tries).toBeGreaterThan(1);
  expect(tries).toBeLessThan(6);
  await new Promise((resolve) => proxy.close(resolve));
});
