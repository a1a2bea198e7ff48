import { type AnyFlow, createClient } from '@pgflow/core-sql';
import { testServerUrl } from '@pgflow/dev-postgres';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { connect } from '../src/connect.js';
import { Databases } from '../src/databases.js';
import { backends, http, type MeasuredBackend } from '../src/ours/backends.js';
import { checkOutbox, checkWork } from '../src/ours/check-work.js';
import { chain } from '../src/ours/flows.js';
import { installLayers } from '../src/ours/install-layers.js';
import { throughput } from '../src/ours/throughput.js';
import { fetching, severalWorkers } from '../src/ours/workers.js';

const databases = new Databases(testServerUrl());
afterAll(() => databases.dropAll());

const measured = backends.find(({ backend }) => backend.name === 'pgmq') as MeasuredBackend;
const workers = fetching(measured.backend, severalWorkers);

const load = (flow: AnyFlow) => ({
  flow,
  inputs: Array.from({ length: 10 }, () => ({})),
  tasksPerRun: 2,
});

async function databaseOf(flow: AnyFlow) {
  const { url } = await databases.make();
  await installLayers(url, measured);
  const sql = connect(url);
  onTestFinished(() => sql.end());
  const { queue } = await createClient(sql).define(flow, { current: true });
  return { url, sql, queue };
}

test('a task whose delivery is lost fails the measurement', async () => {
  const flow = chain('lossy', 2);
  const { url, sql, queue } = await databaseOf(flow);
  await sql.unsafe(`
    create function public.lose() returns trigger language plpgsql as 'begin return null; end';
    create trigger lose before insert on pgmq."q_${queue}"
      for each row when (new.msg_id = 15) execute function public.lose()`);
  const measuring = throughput(url, workers, { ...load(flow), patienceMs: 1500 });
  await expect(measuring).rejects.toThrow(/work was lost: .* 28 completed tasks/);
});

test('a run with a task too few fails the measurement', async () => {
  const flow = chain('whole', 2);
  const { url, sql } = await databaseOf(flow);
  const figures = await throughput(url, workers, load(flow));
  expect(figures.rate).toBeGreaterThan(0);

  const runs = await sql<{ run_id: string }[]>`select run_id from pgflow.runs`;
  const runIds = runs.map(({ run_id }) => run_id);
  await checkWork(sql, runIds, 28);
  await sql`delete from pgflow.step_tasks where ctid in (select ctid from pgflow.step_tasks limit 1)`;
  await expect(checkWork(sql, runIds, 28)).rejects.toThrow(
    '27 of 27 tasks, and there should be 28',
  );
});

test('a delivery that is left in the outbox fails the measurement', async () => {
  const { url } = await databases.make();
  await installLayers(url, http);
  await checkOutbox(url);
  await using sql = connect(url);
  await sql`
    insert into pgflow_http.deliveries (queue_id, run_id, step_index, task_index, due_at, visible_at)
    values (1, gen_random_uuid(), 0, 0, now(), now())`;
  await expect(checkOutbox(url)).rejects.toThrow('1 deliveries are left');
});
