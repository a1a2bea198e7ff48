begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
select is(test.fails(test.take(), '{"code": "E", "final": true}'), 'failed', 'the answer');
select is(test.depth(), 0, 'and those of its run');

select * from finish();
rollback;
