begin;
select plan(5);

create schema pgflow_other;
create table pgflow_other.queues (like pgflow_memo.queues including all);
create table pgflow_other.deliveries (like pgflow_memo.deliveries including all);
set local check_function_bodies = off;
do $$ begin
  execute (
    select string_agg(replace(pg_get_functiondef(p.oid), 'pgflow_memo.', 'pgflow_other.'), ';')
    from pg_proc as p where p.pronamespace = 'pgflow_memo'::regnamespace);
end $$;
select pgflow.register_worker_backend('other', 'pgflow_other', '{"delivery": "pull"}');
select test.start('[{"slug": "a"}, {"slug": "b", "backend": "other"}]');
select is((select count(*)::int from pgflow_other.queues), 1, 'the queue is made there as well');
select is((select array_agg(step_index::int) from pgflow_memo.deliveries), '{0}', 'a is here');
select is((select array_agg(step_index::int) from pgflow_other.deliveries), '{1}', 'b is there');
select pgflow.cancel_run(test.run_id());
select is((select count(*)::int from pgflow_other.deliveries), 0, 'withdrawn there as well');
select throws_ok($$ select pgflow.define_flow('{"slug": "f", "steps": [{"slug": "a"}]}') $$,
  'PF010', 'step "a" has no backend', 'with two of them, one has to be named');

select * from finish();
rollback;
