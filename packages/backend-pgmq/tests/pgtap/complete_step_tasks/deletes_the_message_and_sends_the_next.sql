begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
select is(test.completes(test.take()), 'completed', 'the answer');
select is((select jsonb_agg(message -> 1) from test.messages()), '[1]', 'in one transaction');

select * from finish();
rollback;
