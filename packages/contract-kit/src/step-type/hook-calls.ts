import type { ClaimKey } from '../rows.js';
import type { StepTypeWorld } from './step-type-suite.js';

/** A task as hooks are asked about it and answer. */
type TaskKey = Pick<ClaimKey, 'run_id' | 'step_index' | 'task_index'>;

/** A step to be asked about, and the index that its first task is to have. */
interface FirstIndex extends Pick<ClaimKey, 'run_id' | 'step_index'> {
  readonly first_index: number;
}

/** A row of `pgflow.step_decision`, as far as tests look at it. */
interface Decision extends Pick<ClaimKey, 'run_id' | 'step_index'> {
  readonly action: string;
}

/** The functions of a step type's schema. */
export type HookCalls = ReturnType<typeof hookCalls>;

/**
 * Binds the functions of a step type's schema, to be called as core does. Core asks again one by one
 * where the answer for a batch cannot be taken, so that what becomes of the runs does not show it.
 */
export function hookCalls({ sql, stepType }: StepTypeWorld, schema: string) {
  const on = sql(schema);
  return {
    /** Whether the type has one of the optional hooks, as core's registry tells. */
    async has(hook: 'handle_step_task_start' | 'handle_step_task_failure'): Promise<boolean> {
      const [row] = await sql<[{ has: boolean }]>`
        select ${sql(hook.replace('handle_step', 'has'))} as has
        from pgflow.step_types where step_type = ${stepType}`;
      return row.has;
    },
    /** Asks for the tasks of steps that are started already. */
    start: (steps: readonly FirstIndex[]) => sql<TaskKey[]>`
      select t.* from ${on}.handle_step_start(array(
        select jsonb_populate_record(null::pgflow.ready_step, jsonb_build_object(
          'run_id', s.run_id, 'step_index', s.step_index, 'flow_id', s.flow_id,
          'step_slug', d.step_slug, 'config', d.config, 'first_index', g.first_index,
          'task_window', d.task_window))
        from jsonb_to_recordset(${JSON.stringify(steps)}::text::jsonb)
          as g (run_id uuid, step_index smallint, first_index integer)
        join pgflow.step_states as s using (run_id, step_index)
        join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index)) as t`,
    /** Asks about all steps that tests start, as if these tasks of each had just been settled. */
    completion: (settled: number[] = []) => sql<Decision[]>`
      select d.* from ${on}.handle_step_task_completion(array(
        select jsonb_populate_record(null::pgflow.drained_step,
          to_jsonb(s) || to_jsonb(d) || jsonb_build_object('settled_tasks', ${settled}::int[]))
        from pgflow.step_states as s
        join pgflow.steps as d on d.flow_id = s.flow_id and d.step_index = s.step_index
        where d.step_slug in ('step', 'twin'))) as d`,
    /** Asks for the inputs that workers see of claimed tasks. */
    taskStart: (tasks: readonly TaskKey[]) => sql<TaskKey[]>`
      select i.* from ${on}.handle_step_task_start(array(
        select jsonb_populate_record(null::pgflow.started_task,
          to_jsonb(t) || to_jsonb(d) || jsonb_build_object('attempt', t.attempt_count,
            'input', coalesce(t.input, (
              select jsonb_object_agg(slug, pgflow.source_value(t.run_id, t.flow_id, slug))
              from unnest(d.dep_slugs) as slug))))
        from jsonb_to_recordset(${keysOf(tasks)}::text::jsonb)
          as g (run_id uuid, step_index smallint, task_index integer)
        join pgflow.step_tasks as t using (run_id, step_index, task_index)
        join pgflow.steps as d on d.flow_id = t.flow_id and d.step_index = t.step_index)) as i`,
    /** Asks what becomes of tasks that have failed for good. */
    taskFailure: (tasks: readonly TaskKey[]) => sql<TaskKey[]>`
      select f.* from ${on}.handle_step_task_failure(array(
        select jsonb_populate_record(null::pgflow.failed_task, to_jsonb(t) || to_jsonb(d))
        from jsonb_to_recordset(${keysOf(tasks)}::text::jsonb)
          as g (run_id uuid, step_index smallint, task_index integer)
        join pgflow.step_tasks as t using (run_id, step_index, task_index)
        join pgflow.steps as d on d.flow_id = t.flow_id and d.step_index = t.step_index)) as f`,
  };
}

/** Rows in the order of runs, steps and tasks. */
export function inOrder<Row extends Partial<TaskKey>>(rows: readonly Row[]): Row[] {
  const key = ({ run_id: run, step_index: step, task_index: task }: Row) =>
    [run, step, task].map((part) => `${part}`.padStart(9, '0')).join('/');
  return rows.toSorted((one, other) => key(one).localeCompare(key(other)));
}

function keysOf(tasks: readonly TaskKey[]): string {
  return JSON.stringify(
    tasks.map(({ run_id, step_index, task_index }) => ({ run_id, step_index, task_index })),
  );
}
