import type { StepTypeHarness } from '../../src/index.js';
import { createDatabase } from '../database.js';

/**
 * The step type `items`: a task for each element of what its config names in "over", outputs in the
 * order of these.
 */
const itemsSql = `
create schema pgflow_items;
revoke all on schema pgflow_items from public;

create function pgflow_items.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql stable set search_path = ''
as $$
  select s.run_id, s.step_index, (s.first_index + e.ordinality - 1)::integer, e.value,
    null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join lateral jsonb_array_elements(
    pgflow.source_value(s.run_id, s.flow_id, s.config ->> 'over')) with ordinality as e
$$;

create function pgflow_items.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql stable set search_path = ''
as $$
  select s.run_id, s.step_index, 'complete', 'tasks', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

revoke execute on all functions in schema pgflow_items from public;
select pgflow.register_step_type('items', 'pgflow_items', '{}');
`;

const text = 'a text that is too long to be stored with each task '.repeat(9);

/** The harness of it. */
export const items: StepTypeHarness = {
  stepType: 'items',
  schema: 'pgflow_items',
  createDatabase: () => createDatabase(itemsSql),
  cases: [
    {
      name: 'three elements',
      config: { over: 'source' },
      source: [text, null, 'c'],
      tasks: [text, null, 'c'],
      outputs: [1, 2, 3],
      output: [1, 2, 3],
      replacements: [0, 0, 0],
    },
    {
      name: 'two elements',
      config: { over: 'source' },
      source: ['d', 'e'],
      tasks: ['d', 'e'],
      outputs: [4, 5],
      output: [4, 5],
    },
    {
      name: 'no element',
      config: { over: 'source' },
      source: [],
      tasks: [],
      outputs: [],
      output: [],
    },
  ],
  refused: [{ name: 'no array', config: { over: 'source' }, source: {}, code: 'PF201' }],
};
