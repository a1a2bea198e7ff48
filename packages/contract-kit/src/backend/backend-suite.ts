import assert from 'node:assert/strict';
import { addTest, type TestOptions } from '../add-test.js';
import { type BackendCalls, backendCalls } from '../backend-calls.js';
import { type CoreCalls, coreCalls, type StepSpec } from '../core-calls.js';
import { type Database, inBothWorlds, type Session, withDatabase } from '../database.js';
import type { WorkerBackendHarness } from '../harness.js';
import type { Claim } from '../rows.js';
import type { Runner } from '../runner.js';

/** Core and backend as one connection sees them. */
export interface Connection {
  readonly core: CoreCalls;
  readonly backend: BackendCalls;
}

/** What a test of a backend has in hand. */
export interface BackendWorld extends Database, Connection {
  readonly harness: WorkerBackendHarness;
  /** The same calls on another connection, as another worker. */
  on(session: Session): Connection;
  /** Defines the flow `f`, of one scripted step unless told otherwise, and answers its queue. */
  define(steps?: StepSpec[]): Promise<string>;
  /** Defines a flow of one scripted step with that many tasks, starts a run, and claims them all. */
  claimed(tasks: number, options?: Record<string, number>): Promise<ClaimedRun>;
  /** How many deliveries there are on a queue. */
  count(queue: string): Promise<number>;
  /** Makes the leases of claims run out, with core and with the backend. */
  expire(...claims: Claim[]): Promise<void>;
}

/** A run whose first tasks were claimed. */
export interface ClaimedRun {
  queue: string;
  runId: string;
  claims: [Claim, ...Claim[]];
}

/** The describe and test of a suite; each test gets a world of its own. */
export interface BackendSuite {
  readonly harness: WorkerBackendHarness;
  describe(name: string, body: () => void): void;
  /** In both worlds: in a transaction that is rolled back, and then committed. */
  test(name: string, body: (world: BackendWorld) => Promise<void>): void;
  /** Committed alone, for what needs several connections, raises, or waits. */
  testCommitted(
    name: string,
    body: (world: BackendWorld) => Promise<void>,
    options?: TestOptions,
  ): void;
}

/** Binds a suite to a harness and a runner. */
export function backendSuite(harness: WorkerBackendHarness, runner: Runner): BackendSuite {
  type Body = (world: BackendWorld) => Promise<void>;
  const inWorld = (body: Body) => (database: Database) => body(backendWorld(harness, database));
  const add = (name: string, body: (of: Database) => Promise<void>, options?: TestOptions) =>
    addTest(runner, name, () => withDatabase(harness, '', body), options);
  return {
    harness,
    describe: (name, body) => void runner.describe(name, body),
    test: (name, body) => add(name, inBothWorlds(inWorld(body))),
    testCommitted: (name, body, options) => add(name, inWorld(body), options),
  };
}

function backendWorld(harness: WorkerBackendHarness, database: Database): BackendWorld {
  const { sql } = database;
  const connection = (on: typeof sql): Connection => ({
    core: coreCalls(on),
    backend: backendCalls(on, harness.schema, harness),
  });
  const { core, backend } = connection(sql);
  const define = async (steps: StepSpec[] = [{ slug: 'step', type: 'scripted' }]) =>
    (await core.define('f', harness.backend, steps)).queue;

  return {
    ...database,
    harness,
    core,
    backend,
    define,
    on: (session) => connection(session.sql),
    async claimed(tasks, options = {}) {
      const queue = await define([{ slug: 'step', type: 'scripted', config: { tasks }, options }]);
      const runId = await core.startFlow('f');
      const inOrder = (await backend.claim(queue, tasks)).toSorted(
        (one, other) => one.task_index - other.task_index,
      );
      const [first, ...rest] = inOrder;
      assert.ok(first, 'a started run has a task to claim');
      assert.equal(rest.length, tasks - 1, 'all tasks of the window can be claimed at once');
      return { queue, runId, claims: [first, ...rest] };
    },
    count: (queue) => harness.countDeliveries(sql, queue),
    async expire(...claims) {
      for (const claim of claims) {
        await harness.expireLease(sql, claim);
        await core.expireLease(claim);
      }
    },
  };
}
