begin;
select plan(4);

select throws_ok($$ select test.define('[{"slug": "a"}, {"slug": "b",
  "options": {"timeoutMs": 0}}]') $$, 'PF008', null, 'refused at the last check');
select is((select count(*)::int from pgflow.flows), 0, 'no flow');
select is((select count(*)::int from pgflow.steps), 0, 'no step');
select is((select count(*)::int from pgflow_memo.queues), 0, 'no queue');

select * from finish();
rollback;
