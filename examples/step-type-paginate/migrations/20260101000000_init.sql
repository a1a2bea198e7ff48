-- Functions may call what stands below them.
set check_function_bodies = off;

create schema pgflow_paginate;
comment on schema pgflow_paginate is
  'The step type paginate: one task per page, each made when the one before tells its cursor.';
revoke all on schema pgflow_paginate from public;

-- #region start
-- The first page is one task, whose cursor is null. A JSON null: an SQL null would give the worker
-- the outputs of the steps before.
create function pgflow_paginate.handle_step_start(steps pgflow.ready_step[])
returns setof pgflow.task_definition
language sql stable
set search_path = ''
as $$
  select s.run_id, s.step_index, s.first_index, 'null'::jsonb, null::timestamptz, null::jsonb
  from unnest(steps) as s
$$;
-- #endregion

-- #region completion
-- Called when no task of a step is outstanding: it goes on with one more task, or completes.
create function pgflow_paginate.handle_step_task_completion(steps pgflow.drained_step[])
returns setof pgflow.step_decision
language sql stable
set search_path = ''
as $$
  select d.*
  from unnest(steps) as s
  join pgflow.task_results(steps) as r
    on r.run_id = s.run_id and r.step_index = s.step_index and r.task_index = s.task_count - 1
  cross join lateral pgflow_paginate._decide(s, r.output -> 'next') as d
$$;
-- #endregion

-- #region decide
-- What becomes of a step whose last page named this as the next one. It fails when it would need
-- more pages than its config allows, since a service may answer the same cursor for ever.
create function pgflow_paginate._decide(step pgflow.drained_step, next jsonb)
returns pgflow.step_decision
language plpgsql stable
set search_path = ''
as $$
declare
  v_decision pgflow.step_decision;
begin
  v_decision.run_id := step.run_id;
  v_decision.step_index := step.step_index;
  if coalesce(next, 'null') = 'null' then
    v_decision.action := 'complete';
    v_decision.output := pgflow_paginate._items(step);
  elsif step.task_count >= (step.config ->> 'maxPages')::integer then
    v_decision.action := 'fail';
    v_decision.error := jsonb_build_object('code', 'too_many_pages', 'message', format(
      'step "%s" asks for another page after %s, its maxPages', step.step_slug, step.task_count));
  else
    v_decision.action := 'continue';
    v_decision.tasks := array[
      row(step.run_id, step.step_index, step.task_count, next, null, null)
        ::pgflow.task_definition];
  end if;
  return v_decision;
end
$$;
-- #endregion

-- The items of all pages of a step, in order.
create function pgflow_paginate._items(step pgflow.drained_step) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(e.item order by r.task_index, e.place), '[]')
  from pgflow.task_results(array[step]) as r
  cross join lateral jsonb_array_elements(r.output -> 'items')
    with ordinality as e (item, place)
$$;

revoke execute on all functions in schema pgflow_paginate from public;
select pgflow.register_step_type('paginate', 'pgflow_paginate', '{}', '1.0');

reset check_function_bodies;
