begin;
select plan(2);

select throws_ok($$ select test.define('[{"slug": "a", "backend": "pigeon"}]') $$,
  'PF010', 'worker backend "pigeon" of step "a" is not installed', 'of a step');
select throws_ok($$ select pgflow.define_flow(
    '{"slug": "f", "backend": "pigeon", "steps": [{"slug": "a"}]}') $$,
  'PF010', 'worker backend "pigeon" of step "a" is not installed', 'of the flow');

select * from finish();
rollback;
