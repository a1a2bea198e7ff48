begin;
select plan(3);

select test.start('[{"slug": "a"}]');
create temp table claim as select test.take() as of;
select is(o.outcome, 'ok', 'the answer')
from claim, pgflow_http.release_step_tasks(jsonb_build_array(of)) as o;
select is((select (attempt, claim_no)::text from test.claim()), '(1,2)', 'no attempt is spent');
select is(o.outcome, 'stale', 'an old claim gives nothing back')
from claim, pgflow_http.release_step_tasks(jsonb_build_array(of)) as o;

select * from finish();
rollback;
