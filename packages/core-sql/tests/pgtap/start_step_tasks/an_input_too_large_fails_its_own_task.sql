begin;
select plan(2);

create or replace function pgflow._step_input(run_id uuid, flow_id integer, step_index smallint)
returns jsonb language plpgsql as $$
begin
  if step_index = 1 then
    raise program_limit_exceeded using message = 'total size exceeds the maximum';
  end if;
  return '{}';
end
$$;
select test.start('[{"slug": "a"}, {"slug": "b"}, {"slug": "c"}]');
create temp table claim as select * from test.claim();
select is((select array_agg(step_slug order by step_slug) from claim where refusal is null),
  '{a, c}', 'its neighbours are claimed');
select is((select refusal -> 'final' from claim where step_slug = 'b'), 'true',
  'it is refused, and no further attempt is made');

select * from finish();
rollback;
