begin;
select plan(1);

select pgmq.create('users_own');
select pgmq.send('users_own', '{"theirs": true}');
select test.start('[{"slug": "a"}]');
select test.completes(test.take() || '{"delivery": "users_own:1"}');
select is((select count(*)::int from test.messages('users_own')), 1, 'whatever a worker says');

select * from finish();
rollback;
