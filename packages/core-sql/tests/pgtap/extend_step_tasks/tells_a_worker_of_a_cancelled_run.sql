begin;
select plan(2);

select test.start('[{"slug": "a"}]');
create temp table claim as select test.take('a') as of;
select pgflow.cancel_run(test.run_id());
select is(test.extends(of), 'cancelled', 'so it aborts the handler') from claim;
select pgflow.retry_run(test.run_id());
select is(test.extends(of), 'stale', 'also after a retry') from claim;

select * from finish();
rollback;
