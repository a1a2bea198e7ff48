import assert from 'node:assert/strict';
import type { TestOptions } from '../add-test.js';
import type { BackendSuite, BackendWorld, Connection } from '../backend/backend-suite.js';
import type { StepSpec } from '../core-calls.js';
import type { WorkerBackendHarness } from '../harness.js';
import type { Claim } from '../rows.js';
import { openTrack, type Place, type Track } from './race.js';

/** A run with all of its first tasks claimed, on a queue of its own. */
export interface Scene {
  readonly queue: string;
  readonly runId: string;
  /** In the order of the steps and tasks. */
  readonly claims: readonly Claim[];
}

/** A scene with the claims of its first two tasks. */
export interface Pair extends Scene {
  readonly left: Claim;
  readonly right: Claim;
}

/** What a race has in hand. */
export interface RaceWorld extends BackendWorld, Track<Connection> {
  /** A new flow and a run of it; `left` and `right` before `join` unless told otherwise. */
  scene(steps?: StepSpec[]): Promise<Pair>;
  /** "<run>: <step> <status>, ...". */
  state(scene: Scene): Promise<string>;
  /** "<status>,<claim_no>" of each task. */
  tasks(scene: Scene): Promise<string[]>;
  /** Runs a race anew for each place; an error tells the place. */
  each(places: readonly Place[], body: (place: Place) => Promise<void>): Promise<void>;
  /** Retries an ended run, claims and completes until the run is completed: nothing was lost. */
  drive(scene: Scene, held?: readonly Claim[]): Promise<void>;
}

/** The describe and test of races. */
export interface RaceSuite {
  readonly harness: WorkerBackendHarness;
  describe(name: string, body: () => void): void;
  test(name: string, body: (world: RaceWorld) => Promise<void>, options?: TestOptions): void;
}

const options = { maxAttempts: 1000, baseDelayMs: 0 };
const fanIn: StepSpec[] = [
  { slug: 'left', type: 'scripted', options },
  { slug: 'right', type: 'scripted', options },
  { slug: 'join', type: 'scripted', after: ['left', 'right'] },
];

/** Makes each test's database a test build. */
export function raceSuite({ describe, testCommitted: test, harness }: BackendSuite): RaceSuite {
  const schemas = ['pgflow', harness.schema];
  return {
    harness,
    describe,
    test: (name, body, options) => {
      const race = async (world: BackendWorld) => {
        const track = await openTrack(world.sql, schemas, world.open, world.on);
        await body({ ...world, ...track, ...scenes(world) });
      };
      test(name, race, options);
    },
  };
}

function scenes(world: BackendWorld): Omit<RaceWorld, keyof BackendWorld | 'race'> {
  const { core, backend, harness } = world;
  let flows = 0;
  return {
    async scene(steps = fanIn) {
      flows++;
      const { queue } = await core.define(`f${flows}`, harness.backend, steps);
      const runId = await core.startFlow(`f${flows}`);
      const place = ({ step_index: step, task_index: task }: Claim) => step * 1000 + task;
      const taken = [...(await backend.claim(queue, 9))];
      const claims = taken.sort((one, other) => place(one) - place(other));
      const [left, right] = claims;
      assert.ok(left && right, 'a scene has two tasks');
      return { queue, runId, claims, left, right };
    },
    async state({ runId }) {
      const { status, steps } = await core.getRun(runId);
      return `${status}: ${steps.map((step) => `${step.slug} ${step.status}`).join(', ')}`;
    },
    async tasks({ runId }) {
      return (await core.tasks(runId)).map((task) => `${task.status},${task.claim_no}`);
    },
    async each(places, body) {
      for (const place of places) {
        try {
          await body(place);
        } catch (error) {
          if (error instanceof Error) error.message = `at "${place}": ${error.message}`;
          throw error;
        }
      }
    },
    async drive({ queue, runId, claims }, held = []) {
      let { status } = await core.getRun(runId);
      if (status !== 'started' && status !== 'completed') await core.retryRun(runId);
      const seen = [...claims, ...held];
      for (let looks = 0; status !== 'completed'; looks++) {
        assert.ok(looks < 20, `the run stays ${status}`);
        await world.expire(...seen);
        const more = [...(await backend.claim(queue, 9))];
        seen.push(...more);
        await backend.complete(more);
        ({ status } = await core.getRun(runId));
      }
    },
  };
}
