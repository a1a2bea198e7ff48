import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createDispatcher, httpBackend } from '@pgflow/backend-http';
import { pgmqBackend } from '@pgflow/backend-pgmq';
import { tableBackend } from '@pgflow/backend-table';
import { testServerUrl } from '@pgflow/dev-postgres';
import { createHandler, createWorker } from '@pgflow/edge-worker';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../src/connect.js';
import { inspect } from '../src/inspect.js';
import { type PlannedRun, plannedRuns } from '../src/planned-runs.js';
import { backendNames, randomShapes, slugs } from '../src/random-shape.js';
import { RunClient, type StartedRun } from '../src/run-client.js';
import { runnableFlow } from '../src/runnable-flow.js';
import { type ChaosDatabase, makeDatabase, SECRET_NAME, setEndpoint } from '../src/set-up-calls.js';
import { leftOver } from '../src/watch-calls.js';

const seed = 5;
const shapes = randomShapes(seed, backendNames);
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const flows = new Map(
  shapes.map((shape) => [
    shape,
    runnableFlow(shape, { seed, isMended: () => false, strays: false }),
  ]),
);
const planned = plannedRuns(seed, shapes);

let database: ChaosDatabase;
let owner: Sql & AsyncDisposable;
/** Runs that workers ended. */
let ended: StartedRun[];
/** The next runs that are to complete. */
function someRuns(count: number): PlannedRun[] {
  const runs: PlannedRun[] = [];
  while (runs.length < count) {
    const run = planned.next().value as PlannedRun;
    if (run.fate === 'completes') runs.push({ ...run, deploy: run.shape });
  }
  return runs;
}

async function start(client: Sql, count: number): Promise<StartedRun[]> {
  const runs = new RunClient(client, flows, '/nowhere');
  await runs.define();
  await runs.startRuns(someRuns(count), new AbortController().signal);
  return runs.started;
}

beforeAll(async () => {
  database = await makeDatabase(testServerUrl(), false);
  owner = connect(database.url, 'owner', 5);
  ended = await start(owner, 8);
  await using pool = connect(database.fleetUrl, 'fleet', 8);
  const workers = [pgmqBackend, tableBackend].map((backend) =>
    createWorker({
      flows: [...flows.values()],
      backend,
      sql: pool,
      logger: quiet,
      pollIntervalMs: 200,
    }),
  );
  const secret = 'a secret that is long enough';
  const handler = createHandler({
    flows: [...flows.values()],
    backend: httpBackend({ secret }),
    sql: pool,
    logger: quiet,
  });
  const server = serve({ fetch: handler.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const slug of slugs) await setEndpoint(owner, slug, `http://127.0.0.1:${port}`);
  const dispatcher = createDispatcher({
    sql: pool,
    secrets: { [SECRET_NAME]: secret },
    logger: quiet,
  });
  for (const work of [...workers, dispatcher]) await work.start();
  while ((await leftOver(owner)).runs > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.all([...workers, dispatcher, handler].map((work) => work.stop()));
  server.close();
}, 60_000);

afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** What is found after a change, which is undone. */
async function foundAfter(change: (tx: Sql) => Promise<StartedRun[] | undefined>) {
  let found: string[] = [];
  const undone = new Error('undone');
  const changing = owner.begin(async (transaction) => {
    const tx = transaction as unknown as Sql;
    const more = (await change(tx)) ?? [];
    const { findings } = await inspect(tx, seed, [...ended, ...more]);
    found = findings.map(({ kind, law }) => `${kind}: ${law.replace(/ \(.*/, '')}`);
    throw undone;
  });
  await expect(changing).rejects.toBe(undone);
  return [...new Set(found)].sort();
}

const nothing = async () => undefined;

test('nothing is found where nothing is wrong', async () => {
  expect(await foundAfter(nothing)).toEqual([]);
  const { endings } = await inspect(owner, seed, ended);
  expect(endings).toEqual({ completed: 8 });
});

test('a run that does not end is stuck, and without its deliveries it is lost', async () => {
  expect(await foundAfter((tx) => start(tx, 3))).toEqual(['stuck: every run ends']);
  const lost = await foundAfter(async (tx) => {
    const started = await start(tx, 3);
    await tx`delete from pgflow_table.deliveries`;
    await tx`delete from pgflow_http.deliveries`;
    for (const { queue } of await tx`select queue from pgflow_pgmq.queues`) {
      await tx`select pgmq.purge_queue(${queue})`;
    }
    return started;
  });
  expect(lost).toEqual(['lost: an outstanding task has a delivery', 'stuck: every run ends']);
});

test('a step that commits again is doubled', async () => {
  const found = await foundAfter(async (tx) => {
    const once = tx`select run_id, step_index from pgflow.step_states limit 1`;
    const [before] = await tx`
      select output, ended_at from pgflow.step_states where (run_id, step_index) = (${once})`;
    await tx`update pgflow.step_states set status = 'started', output = null, ended_at = null
      where (run_id, step_index) = (${once})`;
    await tx`update pgflow.step_states
      set status = 'completed', output = ${JSON.stringify(before?.output)}::text::jsonb,
        ended_at = ${before?.ended_at}
      where status = 'started'`;
    return undefined;
  });
  expect(found).toEqual(['doubled: a step or task commits once']);
});

test('an output that is not the one computed is wrong, and a missing one is lost', async () => {
  const wrong = await foundAfter(async (tx) => {
    await tx`update pgflow.step_states set output = '-1' where step_index = 0`;
    return undefined;
  });
  expect(wrong).toEqual(['wrong: outputs are those of the reference interpreter']);
  const lost = await foundAfter(async (tx) => {
    await tx`delete from pgflow.step_states where step_index = 0`;
    return undefined;
  });
  expect(lost).toContain('lost: outputs are those of the reference interpreter');
});

test('a run that was told to be started and is not there is lost', async () => {
  const found = await foundAfter(async () => [{ ...(someRuns(1)[0] as PlannedRun), flowId: 1 }]);
  expect(found).toEqual(['lost: a run that was started is there']);
});

test('a run that ends otherwise than it should is wrong', async () => {
  const found = await foundAfter(async (tx) => {
    const started = await start(tx, 1);
    await tx`select pgflow.cancel_run(${started[0]?.runId as string})`;
    return started;
  });
  expect(found).toEqual(['wrong: a run ends as it should']);
});

test('a delivery that is left, a dead letter and a wrong count are found', async () => {
  const left = await foundAfter(async (tx) => {
    await tx`
      insert into pgflow_table.deliveries
        (run_id, due_at, visible_at, queue_id, task_index, step_index)
      select run_id, now(), now(), 1, task_index, step_index from pgflow.step_tasks limit 1`;
    return undefined;
  });
  expect(left).toEqual(['stuck: no delivery is left']);
  const leftAtHttp = await foundAfter(async (tx) => {
    await tx`
      insert into pgflow_http.deliveries
        (run_id, due_at, visible_at, queue_id, task_index, step_index)
      select run_id, now(), now(), 1, task_index, step_index from pgflow.step_tasks limit 1`;
    return undefined;
  });
  expect(leftAtHttp).toEqual(['stuck: no delivery is left']);
  const dead = await foundAfter(async (tx) => {
    await tx`
      insert into pgflow_pgmq.dead_letters (queue, msg_id, reason, found_at)
      values ('q', 1, 'nonsense', now())`;
    return undefined;
  });
  expect(dead).toEqual(['wrong: no dead letter of a backend']);
  const miscounted = await foundAfter(async (tx) => {
    await tx`update pgflow.step_states set task_count = task_count + 1 where step_index = 0`;
    return undefined;
  });
  expect(miscounted).toEqual(['wrong: what always holds']);
});
