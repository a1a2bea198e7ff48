begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select pgflow_http.enqueue_step_task(test.queued(1));
select is(test.depth(), 2, 'one more delivery');

select * from finish();
rollback;
