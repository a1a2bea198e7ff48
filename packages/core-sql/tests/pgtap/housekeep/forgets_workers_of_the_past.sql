begin;
select plan(3);

create temp table hello as
select v.* from generate_series(1, 3) as n
cross join lateral pgflow.start_worker(
  ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'w' || n, 'memo',
  format('[{"slug": "%s", "backend": "memo", "steps": [{"slug": "a"}]}]',
    case n when 3 then 'other' else 'flow_a' end)::jsonb) as v;
select test.stop_clock(clock_timestamp() + interval '1 hour');
select pgflow.stop_worker(w.worker_id) from pgflow.workers as w;
select test.stop_clock(clock_timestamp() + interval '20 hours');
select pgflow.housekeep();
select is((select count(*)::int from pgflow.workers), 3, 'not within a day');
select test.stop_clock(clock_timestamp() + interval '2 days');
select pgflow.housekeep();
select is((select array_agg(w.worker_name order by 1) from pgflow.workers as w), '{w2,w3}',
  'but for the last of each flow version');
select is((select string_agg(w.flows[1], ' ' order by w.flows) from pgflow.workers as w),
  'flow_a@1 other@1', 'which tells when it was served');

select * from finish();
rollback;
