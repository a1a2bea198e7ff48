begin;
select plan(1);

select test.start('[{"slug": "m", "type": "map"}]', '["x", "y"]');
select is((select jsonb_agg(input order by task_index) from test.claim()), '["x", "y"]',
  'where its config names no step');

select * from finish();
rollback;
