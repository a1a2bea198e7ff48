begin;
select plan(2);

select test.define('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
select is(test.define('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]'), 1, 'the same version');
select is((select count(*)::int from pgflow.flows), 1, 'stored once');

select * from finish();
rollback;
