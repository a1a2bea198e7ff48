import { startTcpProxy, testServerUrl } from '@pgflow/dev-postgres';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';

async function proxied() {
  const proxy = await startTcpProxy(testServerUrl());
  const open = () => {
    const sql = postgres(proxy.url, { max: 1, backoff: () => 0 });
    onTestFinished(() => sql.end({ timeout: 0 }));
    return sql;
  };
  onTestFinished(() => proxy.stop());
  return { proxy, open };
}

const soon = (query: Promise<unknown>) =>
  Promise.race([query, new Promise((resolve) => setTimeout(resolve, 300, 'silence'))]);

test('passes on what both ends say', async () => {
  const { proxy, open } = await proxied();
  expect(await open()`select 1 as one`).toEqual([{ one: 1 }]);
  expect(proxy.connections).toBe(1);
});

test('refuses, and lets through again at the same place', async () => {
  const { proxy, open } = await proxied();
  const sql = open();
  await sql`select 1`;
  await proxy.refuse();
  await expect(sql`select 1`).rejects.toThrow(/ECONNREFUSED|CONNECTION_CLOSED|ECONNRESET/);
  await expect(sql`select 1`).rejects.toThrow('ECONNREFUSED');
  await proxy.forward();
  expect(await sql`select 2 as two`).toEqual([{ two: 2 }]);
});

test('is silent for those who were there, and lets others through after that', async () => {
  const { proxy, open } = await proxied();
  const before = open();
  await before`select 1`;
  proxy.silence();
  const during = open();
  const answers = [before`select 1`, during`select 1`].map((query) => query.catch(() => 'ended'));
  expect(await Promise.all(answers.map(soon))).toEqual(['silence', 'silence']);
  await proxy.forward();
  expect(await open()`select 2 as two`).toEqual([{ two: 2 }]);
  expect(await Promise.all(answers.map(soon))).toEqual(['silence', 'silence']);
});

test('cuts connections and takes new ones', async () => {
  const { proxy, open } = await proxied();
  const sql = open();
  await sql`select 1`;
  const cut = expect(sql`select pg_sleep(60)`).rejects.toThrow(/CLOSED|ECONNRESET/);
  proxy.cut();
  await cut;
  expect(await sql`select 2 as two`).toEqual([{ two: 2 }]);
});
