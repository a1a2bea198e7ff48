import { defineStep } from '@pgflow/core-sql';

const sql = `
create schema pgflow_twice;
revoke all on schema pgflow_twice from public;

create function pgflow_twice.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, s.first_index + n, to_jsonb(n + 1), null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join generate_series(0, 1) as n
$$;

create function pgflow_twice.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, 'complete', 'tasks', null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

revoke execute on all functions in schema pgflow_twice from public;
select pgflow.register_step_type('twice', 'pgflow_twice', '{}');
`;

export const twiceStepType = {
  name: 'twice',
  sqlModule: {
    name: 'step-type-twice',
    version: '1.0.0',
    schema: 'pgflow_twice',
    requires: { 'core-sql': '*' },
    migrations: [{ version: '20260101000000', name: 'init', sql }],
  },
};

export const twice = (run) => defineStep({ type: 'twice', config: {}, run });
