begin;
select plan(4);

select test.start('[{"slug": "a"}]');
select pgmq.send(test.queue(), m)
from unnest(array['"x"', '{}', 'null', '[1, 2, 3]', '["no uuid", 0, 0]',
  '["00000000-0000-0000-0000-00000000000a", -1, 0]',
  '["00000000-0000-0000-0000-00000000000a", 0, 99999999999]']::jsonb[]) as m;
select is((select array_agg(step_slug) from test.claim()), '{a}', 'what is good is claimed');
select is(test.depth(), 1, 'what is not has left the queue');
select is((select array_agg(distinct reason) from pgflow_pgmq.dead_letters),
  '{"PF101: the message is not [run_id, step_index, task_index]"}', 'with the reason');
select is((select count(*)::int from pgflow_pgmq.dead_letters), 7, 'all of it');

select * from finish();
rollback;
