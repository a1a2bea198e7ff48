begin;
select plan(11);

select throws_ok($$ select pgflow.define_flow(null) $$, 'PF008', null, 'null');
select throws_ok($$ select pgflow.define_flow('[]') $$, 'PF008', null, 'an array');
select throws_ok($$ select pgflow.define_flow('5') $$, 'PF008', null, 'a number');
select throws_ok($$ select pgflow.define_flow('{"slug": "f"}') $$, 'PF008', null, 'no steps');
select throws_ok($$ select test.define('{}') $$, 'PF008', null, 'steps that are an object');
select throws_ok($$ select test.define('[]') $$, 'PF008', null, 'no step');
select throws_ok($$ select test.define('["a"]') $$, 'PF008', null, 'a step that is a string');
select throws_ok($$ select test.define('[{"slug": "a", "after": "b"}]') $$, 'PF008', null,
  'dependencies that are a string');
select throws_ok($$ select test.define('[{"slug": "a", "after": [null]}]') $$, 'PF008', null,
  'a dependency that is null');
select throws_ok($$ select test.define('[{"slug": "a", "options": 5}]') $$, 'PF008', null,
  'options that are a number');
select throws_ok($$ select test.define((select jsonb_agg(jsonb_build_object('slug', 's' || i))
  from generate_series(1, 10001) as i)) $$, 'PF008', null, 'more than 10,000 steps');

select * from finish();
rollback;
