begin;
select plan(1);

select pgflow.define_flow(jsonb_build_object('slug', repeat('a', 47),
  'steps', '[{"slug": "s"}]'::jsonb));
select lives_ok($$ select pgflow.start_flow(repeat('a', 47)) $$, 'and delivers on it');

select * from finish();
rollback;
