begin;
select plan(2);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
select test.completes(test.take() || jsonb_build_object('delivery', test.delivery(1)));
select is((select array_agg(task_index) from test.deliveries()), '{1}', 'whatever a worker says');
select is(test.status(1), 'queued', 'the other task waits');

select * from finish();
rollback;
