begin;
select plan(1);

select test.define('[{"slug": "a", "options": {"baseDelayMs": null}}]');
select is(
  (select array[max_attempts, base_delay_ms, max_delay_ms, timeout_ms, task_window]
    from pgflow.steps),
  '{3, 1000, 300000, 60000, 256}', 'three attempts, 1 s to 5 min, 60 s, 256 tasks');

select * from finish();
rollback;
