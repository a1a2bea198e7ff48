begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select pgflow_memo.complete_step_tasks(jsonb_build_array(test.take('a')));
select is((test.state('a')).output, 'null', 'and not an SQL null');

select * from finish();
rollback;
