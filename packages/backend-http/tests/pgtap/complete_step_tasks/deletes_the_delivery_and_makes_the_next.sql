begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
select is(test.completes(test.take()), 'completed', 'the answer');
select is((select array_agg(step_index) from test.deliveries()), '{1}', 'in one transaction');

select * from finish();
rollback;
