import { test as vitestTest } from 'vitest';
import { type BackendWorld, backendSuite } from '../src/backend/backend-suite.js';
import { pulledByHand } from './by-hand.js';

/** A test of core over the backend `by_hand` and the scripted step types, on a database of its own. */
export function test(name: string, body: (world: BackendWorld) => Promise<void>): void {
  const runner = { describe: (_: string, inner: () => void) => inner(), test: vitestTest };
  backendSuite(pulledByHand, runner).testCommitted(name, body);
}

/** The calls of a hook of the scripted types so far, as the numbers of steps or tasks that it got. */
export async function sizesOf({ sql }: BackendWorld, hook: string): Promise<number[]> {
  const rows = await sql<{ size: number }[]>`
    select size from pgflow_scripted.calls where hook = ${hook} order by call_id`;
  return rows.map(({ size }) => size);
}
