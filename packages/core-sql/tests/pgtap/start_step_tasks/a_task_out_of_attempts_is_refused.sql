begin;
select plan(3);

select test.start('[{"slug": "a", "options": {"maxAttempts": 2}}]');
select test.claim(lease_seconds => 0);
select test.claim(lease_seconds => 0);
create temp table claim as select to_jsonb(c) as of from test.claim() as c;
select is(of -> 'refusal', '{"code": "PF017", "final": true,
  "message": "its lease ran out in attempt 2 of 2"}', 'it is not to be run') from claim;
select is(test.fails(of, of -> 'refusal'), 'failed', 'but settled as that failure') from claim;
select is(test.summary(), 'failed: a failed', 'a task that kills its worker ends its run');

select * from finish();
rollback;
