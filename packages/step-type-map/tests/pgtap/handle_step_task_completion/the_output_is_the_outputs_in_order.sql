begin;
select plan(1);

select test.start('[{"slug": "m", "type": "map", "options": {"concurrency": 2}}]',
  (select jsonb_agg(i) from generate_series(0, 24) as i));
select test.work() from generate_series(1, 13);
select is(pgflow.run_output(test.run_id()) -> 'm',
  (select jsonb_agg(i) from generate_series(0, 24) as i), 'of the elements, not as they came');

select * from finish();
rollback;
