begin;
select plan(2);

select test.start('[{"slug": "a"}]');
select test.claim(lease_seconds => 100);
select is_empty($$ select pgflow_http.start_step_tasks(test.worker_id(),
  array[test.delivery(), test.delivery(99), 'none'], 5) $$, 'under a lease, or not there');
select ok((select visible_at > clock_timestamp() + '90 s' from test.deliveries()),
  'the delivery stays hidden as long as the lease lasts');

select * from finish();
rollback;
