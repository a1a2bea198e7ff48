begin;
select plan(2);

select throws_ok($$ select test.define('[{"slug": "a", "type": "dance"}]') $$,
  'PF009', 'step type "dance" of step "a" is not installed', 'names both');
select is(split_part(test.error_of($$ select test.define('[{"slug": "a", "type": "dance"}]') $$),
  ' | ', 2), 'Flow "flow_a". Installed: "each", "first", "probe", "single".',
  'with those that are');

select * from finish();
rollback;
