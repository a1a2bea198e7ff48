begin;
select plan(7);

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

select * from finish();
rollback;
