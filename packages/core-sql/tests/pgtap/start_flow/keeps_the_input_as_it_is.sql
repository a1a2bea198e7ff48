begin;
select plan(6);

select test.define('[{"slug": "a"}]');
create temp table started as
select i, pgflow.start_flow('flow_a', i) as run_id
from unnest(array['0', 'false', '""', 'null', '[]', '{"a": [null]}']::jsonb[]) as i;
select is((select input from pgflow.runs as r where r.run_id = s.run_id), i, i::text)
from started as s;

select * from finish();
rollback;
