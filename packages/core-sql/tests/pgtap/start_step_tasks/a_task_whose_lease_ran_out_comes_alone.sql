begin;
select plan(3);

select test.start('[{"slug": "a", "type": "each"}]', '[1, 2, 3, 4]');
select test.claim(2, lease_seconds => 0);
select is(array_agg(c.task_index), '{0}', 'the first of those') from test.claim() as c;
select is(array_agg(c.task_index), '{1}', 'then the next') from test.claim() as c;
select is(array_agg(c.task_index order by c.task_index), '{2, 3}', 'then the rest, together')
from test.claim() as c;

select * from finish();
rollback;
