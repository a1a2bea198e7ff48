begin;
select plan(2);

select test.start('[{"slug": "a", "options": {"maxAttempts": 1}}]');
select test.claim(lease_seconds => 0);
create temp table claim as select to_jsonb(c) as of from test.claim() as c;
select is(test.releases(of), 'ok', 'a worker that stops gives it back') from claim;
select is(c.refusal ->> 'code', 'PF017', 'and it is refused again') from test.claim() as c;

select * from finish();
rollback;
