-- A worker looks into the queue of each version that it serves, also of one that another backend
-- brings.
begin;
select plan(2);

create schema pgflow_other;
set local check_function_bodies = off;
do $$ begin
  execute (
    select string_agg(replace(pg_get_functiondef(p.oid), 'pgflow_memo.', 'pgflow_other.'), ';')
    from pg_proc as p where p.pronamespace = 'pgflow_memo'::regnamespace);
end $$;
create table pgflow_other.queues (like pgflow_memo.queues including all);
select pgflow.register_worker_backend('other', 'pgflow_other', '{"delivery": "pull"}');
select pgflow.define_flow('{"slug": "flow_a", "backend": "other", "steps": [{"slug": "a"}]}');
select is((select count(*)::int from pgflow_memo.queues), 0, 'a definition makes none');
create temp table answer as select v.* from pgflow.start_worker(test.worker_id(), 'w', 'memo',
  '[{"slug": "flow_a", "backend": "other", "steps": [{"slug": "a"}]}]') as v;
select is((select array_agg(q.queue) from pgflow_memo.queues as q),
  (select array_agg(a.queue) from answer as a), 'the worker finds the one that it is told of');

select * from finish();
rollback;
