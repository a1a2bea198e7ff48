begin;
select plan(3);

select throws_ok($$ select test.define('[{"slug": "a", "backend": "pigeon"}]') $$,
  'PF010', 'worker backend "pigeon" of step "a" is not installed', 'of a step');
select throws_ok($$ select pgflow.define_flow(
    '{"slug": "f", "backend": "pigeon", "steps": [{"slug": "a"}]}') $$,
  'PF010', 'worker backend "pigeon" of step "a" is not installed', 'of the flow');
select is(split_part(
  test.error_of($$ select test.define('[{"slug": "a", "backend": "pigeon"}]') $$), ' | ', 2),
  'Flow "flow_a". Installed: "memo".', 'with those that are');

select * from finish();
rollback;
