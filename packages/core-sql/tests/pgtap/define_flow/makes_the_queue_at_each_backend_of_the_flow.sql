begin;
select plan(1);

select test.define('[{"slug": "a"}]');
select is(
  (select array_agg(queue) from pgflow_memo.queues), (select array_agg(queue) from pgflow.flows),
  'the queue of the version');

select * from finish();
rollback;
