import type { StepTypeHarness } from '../src/index.js';
import { createDatabase } from './database.js';

/**
 * The step type `prompts`: a task for each prompt of its config, whatever the source. Workers are told
 * the attempt, a failed task has its own index in the place of its output, and where the config says
 * "approve", the step waits.
 */
const promptsSql = `
create schema pgflow_prompts;
revoke all on schema pgflow_prompts from public;

create function pgflow_prompts.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql stable set search_path = ''
as $$
  select s.run_id, s.step_index, (s.first_index + e.place - 1)::integer, e.prompt,
    null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join lateral jsonb_array_elements(s.config -> 'prompts')
    with ordinality as e (prompt, place)
$$;

create function pgflow_prompts.handle_step_task_start(tasks pgflow.started_task[])
returns setof pgflow.task_input language sql stable set search_path = ''
as $$
  select t.run_id, t.step_index, t.task_index,
    jsonb_build_object('prompt', t.input, 'attempt', t.attempt), null::jsonb
  from unnest(tasks) as t
$$;

create function pgflow_prompts.handle_step_task_failure(tasks pgflow.failed_task[])
returns setof pgflow.task_decision language sql stable set search_path = ''
as $$
  select t.run_id, t.step_index, t.task_index, 'continue', to_jsonb(t.task_index), null::jsonb
  from unnest(tasks) as t
$$;

create function pgflow_prompts.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql stable set search_path = ''
as $$
  select s.run_id, s.step_index, case when s.config ? 'approve' then 'wait' else 'complete' end,
    'tasks', null::jsonb, null::jsonb, null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

revoke execute on all functions in schema pgflow_prompts from public;
select pgflow.register_step_type('prompts', 'pgflow_prompts', '{}');
`;

const prompts = ['Tell of the sea. '.repeat(20), 'Now tell it again, as a sailor. '.repeat(20)];
const example = {
  source: null,
  tasks: prompts.map((prompt) => ({ prompt, attempt: 1 })),
  outputs: ['waves', 'wind'],
  replacements: [0, 1],
};

/** The harness of it. */
export const promptsHarness: StepTypeHarness = {
  stepType: 'prompts',
  schema: 'pgflow_prompts',
  createDatabase: () => createDatabase(promptsSql),
  cases: [
    { ...example, name: 'two prompts', config: { prompts }, output: ['waves', 'wind'] },
    {
      ...example,
      name: 'two prompts to be approved',
      config: { prompts, approve: true },
      waits: true,
      output: { approved: 'wind' },
    },
  ],
  refused: [{ name: 'no prompts', config: { prompts: 7 }, source: null, code: 'PF201' }],
};
