begin;
select plan(6);

select test.start('[{"slug": "a", "options": {"baseDelayMs": 0}}, {"slug": "b", "after": ["a"]}]');
create function test.seq() returns text language sql as $$
  select pgflow.get_run_progress(test.run_id()) ->> 'change_seq' $$;
select is(test.seq(), '1', 'started');
select test.fails(test.take('a'));
select is(test.seq(), '2', 'an attempt failed');
select test.complete('a');
select is(test.seq(), '3', 'a step completed');
select test.fail('b');
select is(test.seq(), '4', 'the run failed');
select pgflow.retry_run(test.run_id());
select is(test.seq(), '5', 'it was retried');
select pgflow.cancel_run(test.run_id());
select is(test.seq(), '6', 'it was cancelled');

select * from finish();
rollback;
