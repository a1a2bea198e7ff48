begin;
select plan(2);

select test.start('[{"slug": "a"}]', '{"x": 1}');
select is(pgflow.get_run_progress(test.run_id()) - 'run_id',
  '{"status": "started", "change_seq": 1, "error": null, "steps": [
    {"slug": "a", "status": "started", "task_count": 1, "remaining_tasks": 1}]}', 'where it is');
select throws_ok($$ select pgflow.get_run_progress('00000000-0000-0000-0000-00000000000a') $$,
  'PF002', null, 'an unknown run');

select * from finish();
rollback;
