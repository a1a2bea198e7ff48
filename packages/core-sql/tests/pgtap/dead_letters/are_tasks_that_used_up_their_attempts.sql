begin;
select plan(3);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
select is_empty('select * from pgflow.dead_letters', 'none at first');
select test.fail('a');
select is(to_jsonb(d) - 'run_id' - 'failed_at', '{"flow_slug": "flow_a", "version": 1,
  "step_slug": "a", "task_index": 0, "attempt_count": 1,
  "error": {"code": "E", "final": true, "message": "no"}}', 'with the error of the last one')
from pgflow.dead_letters as d;
select pgflow.retry_run(test.run_id());
select is_empty('select * from pgflow.dead_letters', 'a retry takes it away');

select * from finish();
rollback;
