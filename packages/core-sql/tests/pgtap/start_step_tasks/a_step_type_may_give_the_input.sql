begin;
select plan(1);

select test.start('[{"slug": "a", "type": "probe", "config": {"tasks": 2, "input": {"x": null}}},
  {"slug": "b", "type": "probe"}]');
select is(array_agg(c.input order by c.step_index, c.task_index),
  array['{"x": null}', '{"x": null}', '0']::jsonb[], 'where it says nothing, the stored one')
from test.claim() as c;

select * from finish();
rollback;
