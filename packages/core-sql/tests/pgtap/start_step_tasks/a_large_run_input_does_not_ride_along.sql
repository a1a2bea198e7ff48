begin;
select plan(2);

select test.start('[{"slug": "a"}]', to_jsonb((
  select string_agg(md5(i::text), '') from generate_series(1, 100) as i)));
select is(c.run_input, null, 'not with each task') from test.claim() as c;
select is((select length(input #>> '{}') from pgflow.get_run_inputs(array[test.run_id()])), 3200,
  'it is read once');

select * from finish();
rollback;
