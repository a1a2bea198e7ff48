import type { Sql } from 'postgres';
import { type Claim, memoCalls, type Result } from './memo-calls.js';
import type { Random, RandomFlow } from './random-flow.js';
import { handle } from './reference.js';

/**
 * Works a run to its end as bad as workers can be: claims of any size, batches in any order, attempts
 * that fail, leases that run out, claims given back, results sent late and twice; a run that
 * fails is retried, and so is one that is cancelled in the middle. `check` runs after each call.
 */
export async function drive(
  sql: Sql,
  random: Random,
  flow: RandomFlow,
  check: () => Promise<void>,
): Promise<string> {
  const [defined] = await sql`
    select queue from pgflow.define_flow(${JSON.stringify({ ...flow, backend: 'memo' })}::text::jsonb)`;
  await sql`set test.blocked = 'on'`;
  const [run] = await sql`
    select pgflow.start_flow(${flow.slug}, ${JSON.stringify(flow.input)}::text::jsonb) as id`;
  const calls = memoCalls(sql, defined?.queue);
  const failed = new Map<string, number>();
  const late: Result[] = [];
  let hand: Result[] = [];
  let cancelAt = random.chance(0.3) ? random.below(10) : -1;

  const finish = (claim: Claim): Result => {
    const step = flow.steps[claim.step_index] as RandomFlow['steps'][number];
    const task = `${claim.step_index}/${claim.task_index}`;
    if (step.fatal === claim.task_index && !failed.has(task)) {
      failed.set(task, 0);
      return { ...claim, error: { code: 'FATAL', message: 'no', final: true } };
    }
    const before = failed.get(task) ?? 0;
    if (before < (step.failures[claim.task_index % 3] ?? 0)) {
      failed.set(task, before + 1);
      return { ...claim, error: { code: 'E', message: 'once more' } };
    }
    return { ...claim, output: handle(step, claim.input) };
  };

  for (let turn = 0; turn < 500; turn++) {
    await check();
    const [state] = await sql`select status from pgflow.runs where run_id = ${run?.id}`;
    if (state?.status === 'completed') return run?.id;
    if (state?.status !== 'started') {
      late.push(...hand.splice(0));
      await sql`set test.blocked = 'off'`;
      await sql`select pgflow.retry_run(${run?.id})`;
      continue;
    }
    if (cancelAt-- === 0) {
      await sql`select pgflow.cancel_run(${run?.id})`;
      continue;
    }
    const lost = random.chance(0.1);
    const claims = await calls.claim(1 + random.below(6), lost ? 0 : 60);
    if (random.chance(0.1)) await calls.release(claims.filter(() => random.chance(0.5)));
    const results = claims.map(finish);
    (lost ? late : hand).push(...results);
    if (random.chance(0.3)) await calls.extend(hand);
    const keep = random.chance(0.3) ? random.below(3) : 0;
    const order = random.shuffle(hand);
    hand = order.slice(0, keep);
    const batch = [...order.slice(keep), ...(random.chance(0.3) ? late : [])];
    await calls.settle(
      batch.filter((result) => result.error === undefined),
      batch.filter((result) => result.error !== undefined),
    );
  }
  throw new Error('the run does not end');
}
