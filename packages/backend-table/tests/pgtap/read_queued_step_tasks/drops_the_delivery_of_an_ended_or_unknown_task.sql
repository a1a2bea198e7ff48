begin;
select plan(3);

select test.start('[{"slug": "a"}, {"slug": "b"}]');
select test.completes(test.take());
select pgflow_table.enqueue_step_tasks(array[test.queued(0),
  row(test.queue(), '00000000-0000-0000-0000-00000000000a', 0, 0, pgflow._now())
    ::pgflow.queued_task]);
select is(test.depth(), 3, 'a doubled one, one of no run, and a good one');
select is((select array_agg(step_slug) from test.claim()), '{b}', 'they block nothing');
select is(test.depth(), 1, 'and are gone');

select * from finish();
rollback;
