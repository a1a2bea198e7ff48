begin;
select plan(3);

select test.start('[{"slug": "a"}, {"slug": "b"}, {"slug": "c", "after": ["a", "b"]}]');
select is(test.summary(), 'started: a started, b started, c created', 'and no other');
select is(test.deliveries('a') + test.deliveries('b'), 2, 'each is delivered');
select is((test.run()).remaining_steps, 3, 'three steps to go');

select * from finish();
rollback;
