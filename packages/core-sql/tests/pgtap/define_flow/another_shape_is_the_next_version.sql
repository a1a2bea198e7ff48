begin;
select plan(5);

select test.define('[{"slug": "a"}]');
select is(test.define('[{"slug": "b"}]'), 2, 'another slug');
select is(test.define('[{"slug": "a"}, {"slug": "b"}]'), 3, 'another step');
select is(test.define('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]'), 4, 'another dependency');
select is(test.define('[{"slug": "a", "config": {"x": 1}}]'), 5, 'another config');
select is(test.define('[{"slug": "a", "type": "probe"}]'), 6, 'another type');

select * from finish();
rollback;
