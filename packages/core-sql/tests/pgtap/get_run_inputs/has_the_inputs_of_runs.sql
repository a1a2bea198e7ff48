begin;
select plan(1);

select test.start('[{"slug": "a"}]', '{"x": 1}');
select is((select array_agg(i.input) from pgflow.get_run_inputs(array[test.run_id(),
  '00000000-0000-0000-0000-00000000000a']) as i), '{"{\"x\": 1}"}', 'of those that there are');

select * from finish();
rollback;
