import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import type { PluginHarness, StepTypeHarness } from '../src/index.js';
import { pulledByHand, pushedByHand } from './by-hand.js';
import { apart } from './faults/apart.js';
import { brokenBackends } from './faults/broken-backends.js';
import { brokenStepTypes } from './faults/broken-step-types.js';
import { broken, type Fault } from './faults/fault.js';
import { items } from './faults/items.js';
import { gateHarness } from './gate.js';
import { promptsHarness } from './prompts.js';

const script = readFileSync(new URL('../sql/pgflow_contract.sql', import.meta.url), 'utf8');

/** The lines of TAP that a query answers, on a database with the plug-in and the script. */
async function tap(harness: PluginHarness, query: string): Promise<string[]> {
  const database = await harness.createDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(script);
    const rows = await sql.unsafe<{ line: string }[]>(`select * from ${query} as t (line)`);
    return rows.map(({ line }) => line);
  } finally {
    await sql.end({ timeout: 0 });
    await database.drop();
  }
}

/** What the transport of `by_hand` would bring, as a function of the signature that is asked for. */
const receive = `'public.kit_receive'`;
async function withReceive() {
  const database = await pushedByHand.createDatabase();
  const sql = postgres(database.url, { max: 1 });
  await sql`
    create function public.kit_receive(queue text, quantity integer) returns setof text
    language sql volatile as 'select pgflow_by_hand._due(array[queue], quantity)'`;
  await sql.end();
  return database;
}

const backend = (harness: PluginHarness, receive = 'null') =>
  tap(harness, `pgflow_contract.check_worker_backend('by_hand', ${receive})`);
const stepType = (harness: StepTypeHarness) => {
  const cases = JSON.stringify(harness.cases).replaceAll("'", "''");
  return tap(harness, `pgflow_contract.check_step_type('${harness.stepType}', '${cases}')`);
};
const named = (faults: Record<string, Fault>, name: string) => {
  const fault = faults[name];
  if (!fault) throw new Error(`there is no fault "${name}"`);
  return fault;
};
const failures = (lines: string[]) => lines.filter((line) => line.startsWith('not ok'));
const planned = (lines: string[]) => Number(/^1\.\.(\d+)$/.exec(lines[0] ?? '')?.[1]);

describe.concurrent('the laws in SQL', () => {
  for (const [name, check] of [
    ['by_hand', () => backend(pulledByHand)],
    ['by_hand with deliveries apart', () => backend(apart)],
    ['by_hand pushed', () => backend({ ...pushedByHand, createDatabase: withReceive }, receive)],
    ['items', () => stepType(items)],
    ['prompts', () => stepType(promptsHarness)],
    ['gate', () => stepType(gateHarness)],
  ] as const) {
    test(`${name} keeps all of them`, async () => {
      const lines = await check();
      expect(failures(lines)).toEqual([]);
      expect(lines.length).toBe(planned(lines) + 1);
    });
  }

  test('what has to be claimed is not ok where nothing brings it, and says what to do', async () => {
    const lines = failures(await backend(pushedByHand));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(line).toContain(
        'receive, a function (queue text, quantity integer) returns setof text',
      );
      expect(line).toContain("check_worker_backend('mine', 'public.receive')");
    }
  });

  test.for([0, 1])('a step type without an example that has tasks is not ok: %i', async (count) => {
    const cases = items.cases.filter(({ tasks }) => tasks.length === 0).slice(0, count);
    const lines = await stepType({ ...items, cases });
    expect(failures(lines)).toEqual([
      expect.stringMatching(
        /^not ok 5 - an example has tasks, or waits\n# give examples: check_step_type/,
      ),
    ]);
    expect(lines.length).toBe(planned(lines) + 1);
  });

  for (const [fault, law] of [
    ['deletes the delivery of a live task by a stale result', /law 4: a released task/],
    ['runs withdrawn tasks', /a cancelled run is withdrawn/],
    ['never delivers a lost delivery again', /a lost delivery/],
    ['hands out the same fencing token twice', /law 4: a released task/],
    ['raises for what is gone', /law 3: a doubled delivery/],
    ['lets the public read its deliveries', /public|private/],
  ] as const) {
    test(`catch a backend that ${fault}`, async () => {
      expect(failures(await backend(broken(apart, named(brokenBackends, fault))))).toEqual([
        expect.stringMatching(law),
      ]);
    });
  }

  for (const [fault, laws] of [
    ['outputs in the wrong order', [/case 1/, /case 2/]],
    ['leaves a gap in the task indexes', [/case 1/, /case 2/]],
    ['has a function that it did not register', [/its capabilities/]],
  ] as const) {
    test(`catch a step type that ${fault}`, async () => {
      expect(failures(await stepType(broken(items, named(brokenStepTypes, fault))))).toEqual(
        laws.map((law) => expect.stringMatching(law)),
      );
    });
  }

  test('a plug-in that is not registered is refused', async () => {
    const missing = tap(pulledByHand, `pgflow_contract.check_worker_backend('mine')`);
    await expect(missing).rejects.toThrow('there is no worker backend "mine"');
  });
});
