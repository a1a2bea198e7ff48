begin;
select plan(5);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]', '"in"');
create temp table claim as select * from test.claim(2);
select is((select array_agg(input order by input) from claim), '{0,1}', 'up to the quantity');
select is((select array_agg(distinct run_input) from claim), '{"\"in\""}', 'with the run''s');
select is((select array_agg(delivery order by delivery) from claim),
  array[test.delivery(0), test.delivery(1)], 'each with its delivery');
select is((select array_agg(distinct visible_at) from claim),
  (select array_agg(distinct visible_at) from test.deliveries()
    where visible_at > clock_timestamp()),
  'the lease ends when the delivery is visible');
select is(test.status(2), 'queued', 'the third one waits');

select * from finish();
rollback;
