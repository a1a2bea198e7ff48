begin;
select plan(3);

create or replace function pgflow_memo.enqueue_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql as $$ begin raise 'no paper'; end $$;
select test.start('[{"slug": "a"}]');
select is(test.summary(), 'failed: a failed', 'the run ends');
select is((test.run()).error ->> 'message',
  'worker backend "memo": pgflow_memo.enqueue_step_tasks raised P0001: no paper', 'why');
select is((select count(*)::int from pgflow.step_tasks), 0, 'no task is left behind');

select * from finish();
rollback;
