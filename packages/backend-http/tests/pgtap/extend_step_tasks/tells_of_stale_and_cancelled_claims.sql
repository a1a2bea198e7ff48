begin;
select plan(1);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
create temp table claims as select test.take() as a, test.take() as b;
select test.completes(a) from claims;
select pgflow.cancel_run(test.run_id());
select is(array_agg(o.outcome), '{stale, cancelled}', 'so the worker aborts the handlers')
from claims, pgflow_http.extend_step_tasks(test.worker_id(), jsonb_build_array(a, b), 60) as o;

select * from finish();
rollback;
