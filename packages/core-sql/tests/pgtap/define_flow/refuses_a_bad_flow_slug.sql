begin;
select plan(9);

select throws_ok(
  format('select pgflow.define_flow(%L)', jsonb_build_object('slug', s, 'backend', 'memo',
    'steps', '[{"slug": "a"}]'::jsonb)),
  'PF004', quote_literal(s) || ' is not a slug for a flow', to_jsonb(s)::text)
from unnest('{A, 1a, _a, a-b, "a b", ""}'::text[] || array['a' || chr(10), repeat('a', 48)]) as s;
select throws_ok($$ select pgflow.define_flow('{"steps": [{"slug": "a"}]}') $$,
  'PF004', 'null is not a slug for a flow', 'none');

select * from finish();
rollback;
