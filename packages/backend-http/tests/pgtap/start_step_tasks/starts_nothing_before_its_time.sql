begin;
select plan(3);

select test.start('[{"slug": "a", "options": {"baseDelayMs": 60000}}]');
select test.fails(test.take());
select is_empty($$ select pgflow_http.start_step_task(test.worker_id(), test.delivery(), 30) $$,
  'a request that is repeated');
select is(test.outbox(), 'waiting 1, sent 0, started 0', 'and changes nothing');
select is(test.status(), 'queued', 'the retry waits');

select * from finish();
rollback;
