begin;
select plan(6);

select test.start('[{"slug": "a"}, {"slug": "b"}, {"slug": "c", "after": ["a", "b"]}]');
select is(pgflow.fail_step(test.run_id(), 'a', '{"code": "E1", "message": "why"}'), true, 'it did');
select is(test.summary(), 'failed: a failed, b cancelled, c cancelled', 'nothing goes on');
select is((test.run()).error, '{"code": "E1", "message": "why", "step": "a"}', 'and says why');
select is((select count(*)::int from pgflow_memo.deliveries), 0, 'no delivery is left');
select is(pgflow.fail_step(test.run_id(), 'a', '{"code": "E2"}'), false, 'a second call does not');
select is((test.state('a')).error ->> 'code', 'E1', 'the first one won');

select * from finish();
rollback;
