begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select is((select claim_no
  from pgflow_http.start_step_task(test.worker_id(), test.delivery(), 30)), 1, 'a claim');

select * from finish();
rollback;
