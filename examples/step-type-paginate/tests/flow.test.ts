import { tableBackend } from '@pgflow/backend-table';
import { createClient, flow, RunFailedError } from '@pgflow/core-sql';
import { createWorker } from '@pgflow/edge-worker';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { paginate } from '../src/step.js';
import { createDatabase } from './create-database.js';

/** A service of seven users, three to a page, whose second page is down at first. */
const users = ['ada', 'bob', 'cem', 'dag', 'eve', 'fay', 'gus'];
let calls = 0;
async function fetchUsers(from: number) {
  calls += 1;
  if (calls === 2) throw new Error('503 Service Unavailable');
  const next = from + 3;
  return { items: users.slice(from, next), next: next < users.length ? next : null };
}

const digest = flow('digest')
  .step(
    'users',
    { baseDelayMs: 10 },
    paginate({ run: (cursor: number | null) => fetchUsers(cursor ?? 0) }),
  )
  .step('count', { after: ['users'] }, ({ users }) => users.length);

const endless = flow('endless').step(
  'pages',
  paginate({ maxPages: 2, run: (_: number | null) => ({ items: [], next: 1 }) }),
);

let answers = 0;
const forgetful = flow('forgetful').step(
  'pages',
  { baseDelayMs: 10 },
  // As from JavaScript: the first answer is no page.
  paginate({ run: (_: number | null) => (answers++ ? { items: [1], next: null } : (2 as never)) }),
);

test('refuses to make a step of no pages', () => {
  expect(() => paginate({ maxPages: 0, run: () => ({ items: [], next: null }) })).toThrow(
    new RangeError('paginate: maxPages is a whole number from 1, not 0'),
  );
});

test('a worker fetches page after page, and repeats what failed or was no page', async () => {
  await using database = await createDatabase(tableBackend.sqlModule);
  const sql = postgres(database.url, { onnotice: () => {} });
  const worker = createWorker({ flows: [digest, endless, forgetful], backend: tableBackend, sql });
  await worker.start();
  try {
    const client = createClient(sql);
    const run = await client.start(digest, null);
    expect(await run.result({ timeoutMs: 30_000 })).toEqual({ count: users.length });
    expect(calls).toBe(4);

    const failing = await client.start(endless, null);
    const error = await failing.result({ timeoutMs: 30_000 }).catch((raised: unknown) => raised);
    expect(error).toBeInstanceOf(RunFailedError);
    expect(String(error)).toContain('step "pages" asks for another page after 2, its maxPages');

    const again = await client.start(forgetful, null);
    expect(await again.result({ timeoutMs: 30_000 })).toEqual({ pages: [1] });
    expect(answers).toBe(2);
  } finally {
    await worker.stop();
    await sql.end();
  }
});
