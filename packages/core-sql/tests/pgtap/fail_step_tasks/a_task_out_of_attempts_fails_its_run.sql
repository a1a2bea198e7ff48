begin;
select plan(6);

select test.start('[{"slug": "a", "options": {"maxAttempts": 2, "baseDelayMs": 0}},
  {"slug": "b"}]');
select is(test.fails(test.take('a')), 'retry', 'the first attempt');
select is(test.fails(test.take('a')), 'failed', 'the second');
select is(test.summary(), 'failed: a failed, b cancelled', 'nothing goes on');
select is((test.run()).error, '{"code": "E", "message": "no", "step": "a", "task_index": 0}',
  'why');
select is((select count(*)::int from pgflow_memo.deliveries), 0, 'no delivery is left');
select is((select count(*)::int from pgflow.dead_letters), 1, 'a dead letter is');

select * from finish();
rollback;
