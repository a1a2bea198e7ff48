begin;
select plan(4);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
select is(pgflow.complete_step(test.run_id(), 'b', '1'), false, 'created');
select pgflow.fail_step(test.run_id(), 'a', '{"code": "E"}');
select is(pgflow.complete_step(test.run_id(), 'a', '1'), false, 'failed');
select is(pgflow.complete_step(test.run_id(), 'b', '1'), false, 'cancelled');
select is(test.summary(), 'failed: a failed, b cancelled', 'nothing changed');

select * from finish();
rollback;
