begin;
select plan(1);

select test.start('[{"slug": "a"}]', '{"x": 1}');
select is((select input from pgflow_http.get_run_inputs(array[test.run_id()])), '{"x": 1}',
  'as core has them');

select * from finish();
rollback;
