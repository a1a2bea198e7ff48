begin;
select plan(3);

create or replace function pgflow_probe.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition language sql as $$
  select case when s.config ? 'unknown' then gen_random_uuid() else s.run_id end, s.step_index,
    s.first_index, null::jsonb, null::timestamptz, null::jsonb
  from unnest(steps) as s
  cross join generate_series(1, 2)
$$;
select test.start('[{"slug": "a", "type": "probe"}, {"slug": "b"}]');
select is((test.run()).error ->> 'code', 'PF202', 'an index twice');
select is(split_part((test.run()).error ->> 'message', ':', 2),
  ' pgflow_probe.handle_step_start must give one task for each index of the steps that it is asked '
  'about, and gave one that cannot be stored', 'whose');
select test.start('[{"slug": "a", "type": "probe", "config": {"unknown": true}}]');
select is((test.run()).error ->> 'code', 'PF202', 'a step that it was not asked about');

select * from finish();
rollback;
