begin;
select plan(2);

select test.start('[{"slug": "m", "type": "map"}, {"slug": "n", "type": "map"},
  {"slug": "o", "type": "map"}]', '[1, 2]');
select is((select count(*)::int from pgflow.step_tasks), 6, 'each with tasks of its own');
select test.work();
select is(pgflow.run_output(test.run_id()), '{"m": [1, 2], "n": [1, 2], "o": [1, 2]}',
  'and output');

select * from finish();
rollback;
