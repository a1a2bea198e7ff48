-- Asks a step type what work there is. The one dynamic statement of a start is this small one, so
-- that the large one of _insert_tasks is planned once per session.
create function pgflow._ask_start(schema_name name, steps pgflow.ready_step[])
returns setof pgflow.task_definition
language plpgsql volatile
set search_path = ''
as $$
begin
  return query execute format('select * from %I.handle_step_start($1)', schema_name) using steps;
end
$$;
