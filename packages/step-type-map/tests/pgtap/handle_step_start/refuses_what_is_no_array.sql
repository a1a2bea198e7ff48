begin;
select plan(6);

create temp table started as
select v, test.start('[{"slug": "m", "type": "map"}, {"slug": "b"}]', v) as run_id
from unnest(array['null', '1', 'true', '"x"', '{}']::jsonb[]) as v;
select is(r.error, jsonb_build_object('code', 'PF210', 'step', 'm', 'message', format(
  'step "m" maps over the run''s input, which is not an array but %s', jsonb_typeof(s.v)),
  'raised_by', 'step type "map": pgflow_map.handle_step_start'),
  s.v::text)
from started as s join pgflow.runs as r using (run_id);
select is((select array_agg(distinct status) from pgflow.step_tasks), '{cancelled}',
  'the run ends');

select * from finish();
rollback;
