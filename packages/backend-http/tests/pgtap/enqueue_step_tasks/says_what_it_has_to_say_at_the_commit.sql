begin;
select plan(4);

select test.at_endpoint();
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
select is((select count(*)::int from pg_locks
  where locktype = 'advisory' and pid = pg_backend_pid()
    and classid::bigint = hashtext('pgflow_http.notify')::bigint & 4294967295), 0,
  'nothing is held by a transaction that stays open');
select is((select count(*)::int from pgflow_http.announcements), 2, 'a queue is noted');
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 3}}]');
select is((select count(*)::int from pgflow_http.announcements), 2, 'once');
set constraints all immediate;
select is((select count(*)::int from pgflow_http.announcements), 0, 'until the end');

select * from finish();
rollback;
