begin;
select plan(1);

select test.start('[{"slug": "a", "type": "each", "options": {"baseDelayMs": 0}}]', '[1, 2, 3, 4]');
select test.complete('a', '"x"', 2);
select test.complete('a', '"y"', 0);
select test.fails(test.take('a', 1));
select is(
  (select jsonb_agg(jsonb_build_array(r.task_index, r.status, r.output))
    from pgflow.task_results(array[row(test.run_id(), 0, null, null, null, null, null, null)
      ::pgflow.drained_step]) as r),
  '[[0, "completed", "y"], [2, "completed", "x"]]', 'those outstanding are not there');

select * from finish();
rollback;
