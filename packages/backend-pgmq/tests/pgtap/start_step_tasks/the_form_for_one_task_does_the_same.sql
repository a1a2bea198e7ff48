begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select is((select claim_no
  from pgflow_pgmq.start_step_task(test.worker_id(), test.queue() || ':1', 30)), 1, 'a claim');

select * from finish();
rollback;
