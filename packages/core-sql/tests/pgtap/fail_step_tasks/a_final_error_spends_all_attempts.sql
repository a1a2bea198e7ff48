begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select is(test.fails(test.take('a'), '{"code": "E", "final": true}'), 'failed', 'no second one');

select * from finish();
rollback;
