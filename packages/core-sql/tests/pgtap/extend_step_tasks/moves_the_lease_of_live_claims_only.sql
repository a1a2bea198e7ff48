begin;
select plan(4);

select test.start('[{"slug": "a"}, {"slug": "b"}, {"slug": "c"}, {"slug": "d"}]');
create temp table claims as
  select test.take('a') as a, test.take('b') as b, test.take('c') as c, test.take('d') as d;
select test.completes(b) from claims;
select test.fails(c) from claims;
select is(array_agg(o.outcome order by o.step_index), '{ok, stale, stale, stale, stale}', 'answers')
from claims, pgflow.extend_step_tasks(jsonb_build_array(a, b, c, d || '{"claim_no": 0}',
  '{"run_id": "00000000-0000-0000-0000-00000000000a", "step_index": 9}'::jsonb),
  '2030-01-01Z') as o;
select is((test.task('a')).visible_at, '2030-01-01Z', 'the lease of the live one');
select isnt((test.task('d')).visible_at, '2030-01-01Z', 'and no other');
select is((test.task('a')).claim_no, 1, 'under the same number');

select * from finish();
rollback;
