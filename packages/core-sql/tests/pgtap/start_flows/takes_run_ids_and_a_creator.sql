begin;
select plan(2);

select test.define('[{"slug": "a"}]');
select results_eq(
  $$ select * from pgflow.start_flows('flow_a', array['1', '2']::jsonb[], run_ids => array[
    '00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000a']::uuid[],
    created_by => 'ann') $$,
  $$ values ('00000000-0000-0000-0000-00000000000b'::uuid),
    ('00000000-0000-0000-0000-00000000000a') $$,
  'the ids are those given');
select is(
  (select array_agg(distinct created_by) from pgflow.runs), '{ann}', 'and so is the creator');

select * from finish();
rollback;
