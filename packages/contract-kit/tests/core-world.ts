import { test as vitestTest } from 'vitest';
import { type BackendWorld, backendSuite } from '../src/backend/backend-suite.js';
import { byHandSql } from '../src/sql/by-hand.js';
import { createDatabase } from './database.js';

/** A test of core over the backend `by_hand` and the scripted step types, on a database of its own. */
export function test(name: string, body: (world: BackendWorld) => Promise<void>): void {
  const harness = {
    backend: 'by_hand',
    schema: 'pgflow_by_hand',
    capabilities: { delivery: 'pull' },
    createDatabase: () => createDatabase(byHandSql),
    countDeliveries: async () => 0,
    expireLease: async () => {},
    malformed: 'impossible',
  } as const;
  backendSuite(harness, { describe: (_, inner) => inner(), test: vitestTest }).test(name, body);
}

/** The calls of a hook of the scripted types so far, as the numbers of steps or tasks that it got. */
export async function sizesOf({ sql }: BackendWorld, hook: string): Promise<number[]> {
  const rows = await sql<{ size: number }[]>`
    select size from pgflow_scripted.calls where hook = ${hook} order by call_id`;
  return rows.map(({ size }) => size);
}
