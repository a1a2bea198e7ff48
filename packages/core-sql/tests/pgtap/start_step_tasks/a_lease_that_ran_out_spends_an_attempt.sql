begin;
select plan(3);

select test.start('[{"slug": "a"}]');
select test.claim(lease_seconds => 0);
select collect_tap(
  is(c.redelivered, true, 'a worker is told'),
  is(c.attempt, 2, 'the next attempt'),
  is(c.claim_no, 2, 'the next number'))
from test.claim() as c;

select * from finish();
rollback;
