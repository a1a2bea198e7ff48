begin;
select plan(7);

select test.start('[{"slug": "a"}]');
create temp table claim as select test.take('a') as of;
select is(test.releases(of), 'ok', 'the answer') from claim;
select is((test.task('a')).status, 'queued', 'it is queued');
select is((test.task('a')).attempt_count, 0, 'no attempt is spent');
select is(test.completes(of), 'stale', 'but its number is') from claim;
select is(test.releases(of), 'stale', 'once') from claim;
select collect_tap(
  is(c.claim_no, 2, 'the next claim has the next'),
  is(c.redelivered, false, 'and is an ordinary one'))
from test.claim() as c;

select * from finish();
rollback;
