begin;
select plan(2);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}},
  {"slug": "b", "type": "many", "config": {"tasks": 1, "delay": 60}}]');
select test.take();
select is(test.depth(), 3, 'claimed, waiting, delayed');
select pgflow.cancel_run(test.run_id());
select is(test.depth(), 0, 'none is left');

select * from finish();
rollback;
