import type { StepTypeHarness } from '../src/index.js';
import { createDatabase } from './database.js';

/** The step type `gate`: a step without tasks, which someone opens. */
const gateSql = `
create schema pgflow_gate;
revoke all on schema pgflow_gate from public;

create function pgflow_gate.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language plpgsql stable set search_path = ''
as $$
begin
  if exists (select from unnest(steps) as s where s.config ? 'walled') then
    raise exception 'a gate that is walled is never opened';
  end if;
end
$$;

create function pgflow_gate.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision language sql stable set search_path = ''
as $$
  select s.run_id, s.step_index, 'wait', null, null::jsonb, null::jsonb,
    null::pgflow.task_definition[], null::jsonb
  from unnest(steps) as s
$$;

revoke execute on all functions in schema pgflow_gate from public;
select pgflow.register_step_type('gate', 'pgflow_gate', '{}');
`;

/** The harness of it. */
export const gateHarness: StepTypeHarness = {
  stepType: 'gate',
  schema: 'pgflow_gate',
  createDatabase: () => createDatabase(gateSql),
  cases: [
    {
      name: 'a gate',
      config: {},
      source: null,
      tasks: [],
      outputs: [],
      waits: true,
      output: { openedBy: 'ada' },
    },
  ],
  refused: [{ name: 'a walled gate', config: { walled: true }, source: null, code: 'PF201' }],
};
