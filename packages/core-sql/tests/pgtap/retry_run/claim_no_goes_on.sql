begin;
select plan(3);

select test.start('[{"slug": "a"}]');
create temp table claim as select test.take('a') as of;
select pgflow.cancel_run(test.run_id());
select pgflow.retry_run(test.run_id());
select is(test.completes(of), 'stale', 'a claim from before is not the live one') from claim;
select is((test.take('a') ->> 'claim_no')::int, 2, 'the next claim has the next number');
select is(test.completes(of), 'stale', 'now as well') from claim;

select * from finish();
rollback;
