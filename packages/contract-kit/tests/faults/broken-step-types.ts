import type { Fault } from './fault.js';

const start = (body: string) => `
create or replace function pgflow_items.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql stable set search_path = '' as $$ ${body} $$;`;

/** Tasks of the elements; what is in the place of their index, their input, and which there are. */
const tasks = (index: string, input: string, where = 'true') =>
  start(`
  select s.run_id, s.step_index, (s.first_index + ${index})::integer, ${input},
    null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join lateral (
    select pgflow.source_value(s.run_id, s.flow_id, s.config ->> 'over') as value) as v
  cross join lateral jsonb_array_elements(v.value) with ordinality as e (element, place)
  where ${where}`);

/** Steps complete with this of their tasks' outputs. */
const output = (aggregate: string) => `
create or replace function pgflow_items.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql stable set search_path = ''
as $$
  select s.run_id, s.step_index, 'complete', 'value', (
      select ${aggregate} from pgflow.task_results(array[s]) as r),
    null::jsonb, null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;`;

const register = "select pgflow.register_step_type('items', 'pgflow_items', '{}');";

/** Workers see this of the tasks; what is beside them. */
const seen = (input: string, also = '') => `
create function pgflow_items.handle_step_task_start(tasks pgflow.started_task[])
returns setof pgflow.task_input language sql volatile set search_path = ''
as $$
  ${also}
  select t.run_id, t.step_index, t.task_index, ${input}, null::jsonb from unnest(tasks) as t
$$;
${register}`;

/** This stands in the place of the outputs of failed tasks; of which of them. */
const replacing = (replacement: string, which = '') => `
create function pgflow_items.handle_step_task_failure(tasks pgflow.failed_task[])
returns setof pgflow.task_decision language sql volatile set search_path = ''
as $$
  select t.run_id, t.step_index, t.task_index, 'continue', ${replacement}, null::jsonb
  from unnest(tasks) as t ${which}
$$;`;

const failures = ['handle_step_task_failure answers for tasks of a batch as for each alone'];

/** Step types that break the contract, each in one way. */
export const brokenStepTypes: Record<string, Fault> = {
  'outputs in the wrong order': {
    sql: output(`coalesce(jsonb_agg(r.output order by r.task_index desc), '[]')`),
    only: /settled first|at once/,
    caughtBy: [
      'outputs are in the order of the tasks when the last is settled first',
      'and when all are settled at once',
    ],
  },
  'loses an element': {
    sql: tasks('e.place - 1', 'e.element', 'e.place < 3'),
    only: /at once|numbers/,
    caughtBy: ['and when all are settled at once'],
  },
  'loses an output': {
    sql: output(`coalesce(jsonb_agg(r.output order by r.task_index)
      filter (where r.task_index < 2), '[]')`),
    only: /at once|retried run/,
    caughtBy: ['and when all are settled at once', 'a retried run goes on where it stopped'],
  },
  'returns SQL null for an input': {
    sql: tasks('e.place - 1', 'null::jsonb'),
    only: /settled first|at once|same input/,
    caughtBy: [
      'outputs are in the order of the tasks when the last is settled first',
      'and when all are settled at once',
    ],
  },
  'returns SQL null for an output': {
    sql: output('null::jsonb'),
    only: /at once|drained|numbers/,
    caughtBy: [
      'and when all are settled at once',
      'a step without tasks is drained in the transaction that starts it',
    ],
  },
  'leaves a gap in the task indexes': {
    sql: tasks('(e.place - 1) * 2', 'e.element'),
    only: /at once|numbers/,
    caughtBy: [
      'and when all are settled at once',
      'handle_step_start numbers the tasks of each step from its first_index',
    ],
  },
  'answers for the first step of a batch alone': {
    sql: `
      create or replace function pgflow_items.handle_step_task_completion(
        steps pgflow.drained_step[]
      ) returns setof pgflow.step_decision language sql stable set search_path = ''
      as $$
        select steps[1].run_id, steps[1].step_index, 'complete', 'tasks', null::jsonb,
          null::jsonb, null::pgflow.task_definition[], null::jsonb
        where cardinality(steps) > 0
      $$;`,
    only: /at once|batches/,
    caughtBy: ['handle_step_task_completion decides each step of a batch'],
  },
  'stores the whole source with each task': {
    sql: `${tasks('e.place - 1', "v.value || jsonb_build_object('n', e.place)")}
      ${seen("t.input -> ((t.input -> -1 ->> 'n')::integer - 1)")}`,
    only: /at once|no more/,
    caughtBy: ['what the tasks store is no more than the source'],
  },
  'has a function that it did not register': {
    sql: replacing("'0'::jsonb"),
    only: /capabilities/,
    caughtBy: ['handle_step_task_failure is registered where it exists, and there alone'],
  },
  'has lost a function that it registered': {
    sql: `${replacing("'0'::jsonb")} ${register}
      drop function pgflow_items.handle_step_task_failure;`,
    only: /capabilities/,
    caughtBy: [
      'handle_step_task_failure is registered where it exists, and there alone',
      'handle_step_task_failure answers nothing when it is asked nothing',
    ],
  },
  'declares per_task, and cannot decide early': {
    sql: `
      alter function pgflow_items.handle_step_task_completion rename to _decide;
      create function pgflow_items.handle_step_task_completion(steps pgflow.drained_step[])
      returns setof pgflow.step_decision language sql stable set search_path = ''
      as $$
        select d.* from pgflow_items._decide(array(
          select s from unnest(steps) as s where s.remaining_tasks = 0)) as d
      $$;
      select pgflow.register_step_type('items', 'pgflow_items', '{"per_task": true}');`,
    only: /capabilities/,
    caughtBy: [
      'the step type is registered with its capabilities',
      'per_task: a step with tasks outstanding is decided',
    ],
  },
  'gives all runs of a flow the source of the first': {
    sql: start(`
      select s.run_id, s.step_index, (s.first_index + e.place - 1)::integer, e.element,
        null::timestamptz, null::jsonb
      from unnest(steps) as s
      cross join lateral (
        select o.run_id from unnest(steps) as o where o.flow_id = s.flow_id
        order by o.run_id limit 1) as o
      cross join lateral jsonb_array_elements(
        pgflow.source_value(o.run_id, s.flow_id, s.config ->> 'over'))
        with ordinality as e (element, place)`),
    only: /at once|batches/,
    caughtBy: [
      'steps of every case, two to a run and in two runs each, start and complete together',
    ],
  },
  'gives a second step of a run the elements of the first': {
    sql: start(`
      select s.run_id, s.step_index, (s.first_index + e.place - 1)::integer, e.element,
        null::timestamptz, null::jsonb
      from unnest(steps) as s
      cross join lateral (
        select o.config from unnest(steps) as o where o.run_id = s.run_id
        order by o.step_index limit 1) as o
      cross join lateral jsonb_array_elements(
        pgflow.source_value(s.run_id, s.flow_id, o.config ->> 'over'))
        with ordinality as e (element, place)`),
    only: /at once|batches/,
    caughtBy: [
      'steps of every case, two to a run and in two runs each, start and complete together',
    ],
  },
  'makes the tasks of two steps of a run for each of them': {
    sql: start(`
      select s.run_id, s.step_index, (s.first_index + e.place - 1)::integer, e.element,
        null::timestamptz, null::jsonb
      from unnest(steps) as s
      join unnest(steps) as o on o.run_id = s.run_id
      cross join lateral jsonb_array_elements(
        pgflow.source_value(o.run_id, o.flow_id, o.config ->> 'over'))
        with ordinality as e (element, place)`),
    only: /at once|batches/,
    caughtBy: ['handle_step_start numbers the tasks of each step from its first_index'],
  },
  'shows workers the input of a task of another run': {
    sql: seen(`(
      select o.input from unnest(tasks) as o
      where (o.step_index, o.task_index) = (t.step_index, t.task_index) limit 1)`),
    only: /at once|batches/,
    caughtBy: [
      'steps of every case, two to a run and in two runs each, start and complete together',
      'handle_step_task_start answers for tasks of a batch as for each alone',
    ],
  },
  'changes the stored input of a task': {
    sql: seen(
      't.input',
      `update pgflow.step_tasks as s set input = '"another"' from unnest(tasks) as t
        where (s.run_id, s.step_index, s.task_index) = (t.run_id, t.step_index, t.task_index);`,
    ),
    only: /at once|same input/,
    caughtBy: ['a task that is tried again has the same input'],
  },
  'decides one failed task of a batch alone': {
    sql: `${replacing("'0'::jsonb", 'limit 1')} ${register}`,
    only: /capabilities|batches/,
    caughtBy: failures,
  },
  'has a random output in the place of that of a failed task': {
    sql: `${replacing('to_jsonb(random())')} ${register}`,
    only: /capabilities|batches/,
    caughtBy: failures,
  },
  'has a wrong output in the place of that of a failed task': {
    sql: `${replacing("'1'::jsonb")} ${register}`,
    only: /capabilities|batches/,
    caughtBy: failures,
  },
};
