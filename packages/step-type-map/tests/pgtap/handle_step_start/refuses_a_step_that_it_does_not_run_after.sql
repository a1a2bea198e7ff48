begin;
select plan(1);

select test.start('[{"slug": "a"}, {"slug": "m", "type": "map", "config": {"over": "a"}}]');
select is((pgflow.get_run(test.run_id()) #>> '{error,message}'),
  'step "m" maps over the output of "a", which is not an array but missing', 'it has no output');

select * from finish();
rollback;
