begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select pgmq.send(test.queue(), '["00000000-0000-0000-0000-00000000000a", 0, 0]');
select is((select array_agg(step_slug) from test.claim()), '{a}', 'it blocks nothing');
select is(test.depth(), 1, 'and is gone');

select * from finish();
rollback;
