begin;
select plan(3);

select test.stop_clock('2030-01-01Z');
select test.start('[{"slug": "a"}]');
select pgflow.start_worker(test.worker_id(), 'w', 'memo', '[]');
create or replace function pgflow_memo.redeliver_step_tasks(tasks pgflow.queued_task[])
returns integer language plpgsql as $$ begin raise 'no queue'; end $$;
set local client_min_messages = error;
select test.stop_clock('2030-01-01 00:10:00Z');
create temp table done as select pgflow.housekeep() as what;
select is(what -> 'redelivered_tasks', '0', 'nothing is delivered again') from done;
select is(what -> 'dead_workers', '1', 'the rest is done') from done;
select is((select end_reason from pgflow.workers), 'dead', 'all of it');

select * from finish();
rollback;
