begin;
select plan(2);

select test.start('[{"slug": "a"},
  {"slug": "b", "type": "probe", "config": {"in": "task_start", "raise": "54000"}},
  {"slug": "c"}]');
create temp table claim as select * from test.claim();
select is((select array_agg(step_slug order by step_slug) from claim where refusal is null),
  '{a, c}', 'its neighbours are claimed');
select is((select refusal -> 'final' from claim where step_slug = 'b'), 'true',
  'it is refused, and no further attempt is made');

select * from finish();
rollback;
