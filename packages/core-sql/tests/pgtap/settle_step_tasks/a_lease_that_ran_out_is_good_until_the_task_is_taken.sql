begin;
select plan(1);

select test.start('[{"slug": "a"}]');
create temp table claim as select to_jsonb(c) as of from test.claim(lease_seconds => 0) as c;
select is(test.completes(of), 'completed', 'nobody else has it') from claim;

select * from finish();
rollback;
