begin;
select plan(6);

select test.start('[{"slug": "a"}, {"slug": "b"}, {"slug": "c"}, {"slug": "d", "after": ["c"]}]');
select test.complete('a');
create temp table claim as select test.take('b') as of;
select is(pgflow.cancel_run(test.run_id()), true, 'it did');
select is(test.summary(), 'cancelled: a completed, b cancelled, c cancelled, d cancelled',
  'what was done stays');
select is((select count(*)::int from pgflow_memo.deliveries), 0, 'no delivery is left');
select is(test.extends(of), 'cancelled', 'a worker hears of it with its heartbeat') from claim;
select is(test.completes(of), 'stale', 'and comes too late') from claim;
select is((test.run()).change_seq, 3::bigint, 'one change per transaction');

select * from finish();
rollback;
