begin;
select plan(2);

select test.start('[{"slug": "a", "type": "each"}, {"slug": "b", "type": "each", "after": ["a"],
  "config": {"over": "a"}}]', '[]');
select is(test.summary(), 'completed: a completed, b completed', 'in the call that starts it');
select is(pgflow.run_output(test.run_id()), '{"b": []}', 'with an output');

select * from finish();
rollback;
