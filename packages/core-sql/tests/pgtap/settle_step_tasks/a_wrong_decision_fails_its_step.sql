begin;
select plan(14);

select pgflow.define_flow(jsonb_build_object('slug', 'flow_' || o.ordinality, 'steps',
  jsonb_build_array(jsonb_build_object('slug', 'a', 'type', 'probe', 'config', o.config))))
from unnest(array['{"odd": "none"}', '{"odd": "two"}', '{"decide": "dance"}',
  '{"output_from": "air"}', '{"decide": "continue"}', '{"tasks": 0, "output_from": "task"}',
  '{"until": 2, "gap": true}']::jsonb[]) with ordinality as o (config);
select pgflow.start_flow(f.flow_slug) from pgflow.flows as f order by f.flow_id;
select pgflow_memo.complete_step_tasks(
  (select jsonb_agg(to_jsonb(c) || '{"output": 1}') from test.claim() as c));
select is(r.error ->> 'code', 'PF202', r.error ->> 'message')
from pgflow.runs as r order by r.flow_id;
select is(r.error ->> 'message',
  'step type "probe": pgflow_probe.handle_step_task_completion must give ' || m.rest, 'why')
from pgflow.runs as r
join pgflow.flows as f using (flow_id)
join unnest(array[
  'one decision for each step, and gave 0 for 1',
  'one decision for each step, and gave 2 for 1',
  'the action ''complete'', ''continue'', ''wait'' or ''fail'', and gave ''dance'' for step "a"',
  'the output_from ''value'', ''task'' or ''tasks'', and gave ''air'' for step "a"',
  'tasks with ''continue'', and gave none for step "a"',
  'an output_from of what the step has, and gave ''task'' where there is none for step "a"',
  'the further tasks of a step numbered from 1 without gaps, and gave the numbers 2'
  ]) with ordinality as m (rest, ordinality)
  on f.flow_slug = 'flow_' || m.ordinality
order by r.flow_id;

select * from finish();
rollback;
