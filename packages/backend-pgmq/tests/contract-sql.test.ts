import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { pgmqDatabase } from './support/pgmq-database.js';

const script = createRequire(import.meta.url).resolve('@pgflow/contract-kit/pgflow_contract.sql');
const database = pgmqDatabase(readFileSync(script, 'utf8'));

test('the backend keeps the laws that are written in SQL', async () => {
  const lines = await database.sql<{ line: string }[]>`
    select * from pgflow_contract.check_worker_backend('pgmq') as line`;
  expect(lines.filter(({ line }) => !/^(ok|1\.\.\d+$)/.test(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(10);
});
