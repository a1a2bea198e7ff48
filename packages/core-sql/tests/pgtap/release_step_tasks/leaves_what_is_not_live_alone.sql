begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
create temp table claims as select test.take('a') as a, test.take('b') as b;
select test.completes(a) from claims;
select pgflow.cancel_run(test.run_id());
select collect_tap(
  is(test.releases(a), 'stale', 'completed'), is(test.releases(b), 'stale', 'cancelled'))
from claims;

select * from finish();
rollback;
