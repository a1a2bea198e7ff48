import assert from 'node:assert/strict';
import type { Json } from '@pgflow/core-sql';
import { addTest, type TestOptions } from '../add-test.js';
import { type BackendCalls, backendCalls } from '../backend-calls.js';
import { type CoreCalls, coreCalls } from '../core-calls.js';
import { type Database, inBothWorlds, withDatabase } from '../database.js';
import type { StepTypeHarness } from '../harness.js';
import { type Claim, only } from '../rows.js';
import type { Runner } from '../runner.js';
import { byHandSql } from '../sql/by-hand.js';

/** What of a case or a refused step makes the flow. */
export interface Sourced {
  readonly config: Json;
  readonly source: Json;
}

/** What a test of a step type has in hand; the backend is `by_hand`. */
export interface StepTypeWorld extends Database {
  readonly stepType: string;
  readonly core: CoreCalls;
  readonly backend: BackendCalls;
  /**
   * Starts a run of a flow `source` -> `step` (of the type) -> `next`, whose input is the source too.
   * The task of `source` is claimed and not settled.
   */
  start(step: Sourced, options?: Record<string, number>): Promise<StartedRun>;
  /** Completes the sources of runs in one call, each with its value. */
  completeSources(...runs: StartedRun[]): Promise<void>;
  /**
   * Claims the tasks of the step that can be claimed now, in order of index; where none can be, those
   * that are delayed.
   */
  claimStep(run: StartedRun): Promise<Claim[]>;
  /** How a step is, and the status of the one after it. @default the step called `step` */
  look(run: Pick<StartedRun, 'runId'>, slug?: string): Promise<StepLook>;
}

/** A run that a world started. */
export interface StartedRun {
  readonly runId: string;
  readonly queue: string;
  readonly step: Sourced;
  readonly source: Claim;
}

/** How a step is. */
export interface StepLook {
  status: string;
  output: Json;
  code: string | undefined;
  taskCount: number;
  next: string | undefined;
}

/** The describe and test of a suite; each test gets a world of its own. */
export interface StepTypeSuite {
  readonly harness: StepTypeHarness;
  describe(name: string, body: () => void): void;
  /** In both worlds: in a transaction that is rolled back, and then committed. */
  test(name: string, body: (world: StepTypeWorld) => Promise<void>): void;
  /** Committed alone, for what needs several connections, raises, or waits. */
  testCommitted(
    name: string,
    body: (world: StepTypeWorld) => Promise<void>,
    options?: TestOptions,
  ): void;
}

/** Binds a suite to a harness and a runner. */
export function stepTypeSuite(harness: StepTypeHarness, runner: Runner): StepTypeSuite {
  type Body = (world: StepTypeWorld) => Promise<void>;
  const inWorld = (body: Body) => (database: Database) => body(stepTypeWorld(harness, database));
  const add = (name: string, body: (of: Database) => Promise<void>, options?: TestOptions) =>
    addTest(runner, name, () => withDatabase(harness, byHandSql, body), options);
  return {
    harness,
    describe: (name, body) => void runner.describe(name, body),
    test: (name, body) => add(name, inBothWorlds(inWorld(body))),
    testCommitted: (name, body, options) => add(name, inWorld(body), options),
  };
}

function stepTypeWorld({ stepType }: StepTypeHarness, database: Database): StepTypeWorld {
  const core = coreCalls(database.sql);
  const backend = backendCalls(database.sql, 'pgflow_by_hand');
  let flows = 0;
  return {
    ...database,
    stepType,
    core,
    backend,
    async start(step, options = {}) {
      const slug = `flow_${flows++}`;
      const { queue } = await core.define(slug, 'by_hand', [
        { slug: 'source' },
        { slug: 'step', type: stepType, after: ['source'], config: step.config, options },
        { slug: 'next', after: ['step'] },
      ]);
      const runId = await core.startFlow(slug, step.source);
      return { runId, queue, step, source: only(await backend.claim(queue)) };
    },
    async completeSources(...runs) {
      await backend.completeText(
        runs.map(({ source, step }) => [source, JSON.stringify(step.source)] as const),
      );
    },
    async claimStep({ queue, runId }) {
      let claims = await backend.claim(queue, 1000);
      // Nobody waits for what is delayed: its time comes when there is nothing else to do.
      if (claims.length === 0 && (await core.bringForward(runId))) {
        claims = await backend.claim(queue, 1000);
      }
      await backend.release(claims.filter(({ step_slug: slug }) => slug !== 'step'));
      return claims
        .filter(({ step_slug: slug }) => slug === 'step')
        .toSorted((one, other) => one.task_index - other.task_index);
    },
    async look({ runId }, slug = 'step') {
      const { steps } = await core.getRun(runId);
      const step = steps.find((one) => one.slug === slug);
      const next = steps.find((one) => one.slug === 'next');
      assert.ok(step);
      const { status, output, task_count: taskCount } = step;
      return { status, output, code: step.error?.code, taskCount, next: next?.status };
    },
  };
}
