begin;
select plan(2);

select pgmq.create('users_own');
select pgmq.send('users_own', '{"theirs": true}');
select is_empty($$ select pgflow_pgmq.start_step_tasks(test.worker_id(),
  '{users_own:1}', 5) $$, 'no flow has it');
select is((select count(*)::int from test.messages('users_own')), 1, 'nothing is taken');

select * from finish();
rollback;
