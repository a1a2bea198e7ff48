begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select is((select jsonb_agg(message) from test.messages()),
  jsonb_build_array(jsonb_build_array(test.run_id(), 0, 0)), 'and nothing else');

select * from finish();
rollback;
