begin;
select plan(2);

select pgflow.define_flow(jsonb_build_object('slug', repeat('a', 47), 'backend', 'memo',
  'steps', '[{"slug": "a"}]'::jsonb));
select pgflow.define_flow(jsonb_build_object('slug', repeat('a', 46) || 'b', 'backend', 'memo',
  'steps', '[{"slug": "a"}]'::jsonb));
select is((select count(distinct queue)::int from pgflow.flows), 2, 'cut slugs share no queue');
select ok((select max(length(queue)) from pgflow.flows) <= 47, 'as the strictest queue allows');

select * from finish();
rollback;
