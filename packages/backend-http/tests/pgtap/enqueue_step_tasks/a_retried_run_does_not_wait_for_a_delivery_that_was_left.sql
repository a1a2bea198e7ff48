begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select test.take(600);
select pgflow.cancel_run(test.run_id());
select pgflow_http.enqueue_step_task(test.queued(0, pgflow._now() + '1 hour'));
select is(test.depth(), 1, 'as when a claim held it while the run was cancelled');
select pgflow.retry_run(test.run_id());
select is((select array_agg(claim_no) from test.claim()), '{2}', 'it is claimed at once');

select * from finish();
rollback;
