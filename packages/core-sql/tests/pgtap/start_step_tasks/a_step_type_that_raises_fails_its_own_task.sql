begin;
select plan(4);

select test.start('[{"slug": "a"}, {"slug": "b", "type": "probe",
  "config": {"in": "task_start", "raise": "P0001"}}, {"slug": "c"}]');
create temp table claim as select * from test.claim();
select is((select array_agg(step_slug order by step_slug) from claim where refusal is null),
  '{a, c}', 'its neighbours are claimed');
select is((select refusal ->> 'code' from claim where step_slug = 'b'), 'PF201', 'it is refused');
select is((select refusal ->> 'message' from claim where step_slug = 'b'),
  'step type "probe": pgflow_probe.handle_step_task_start raised P0001: the probe raises', 'why');
select is((select count(*)::int from claim), 3, 'all in one call');

select * from finish();
rollback;
