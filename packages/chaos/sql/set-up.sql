-- What the checks need: a log of commits that no engine writes, and all deliveries in one form.
create schema chaos;

-- A row for each time that a step or a task of one became completed; task_index is null for a step.
create table chaos.commits (
  run_id uuid not null,
  step_index smallint not null,
  task_index integer,
  committed_at timestamptz not null default clock_timestamp()
);

create function chaos.log_commit() returns trigger language plpgsql security definer as $$
begin
  insert into chaos.commits (run_id, step_index, task_index)
  values (new.run_id, new.step_index, (to_jsonb(new) ->> 'task_index')::integer);
  return null;
end
$$;

create trigger log_inserted after insert on pgflow.step_states
  for each row when (new.status = 'completed') execute function chaos.log_commit();
create trigger log_updated after update on pgflow.step_states
  for each row when (new.status = 'completed' and old.status <> 'completed')
  execute function chaos.log_commit();
create trigger log_updated after update on pgflow.step_tasks
  for each row when (new.status = 'completed' and old.status <> 'completed')
  execute function chaos.log_commit();

-- The deliveries in all queues of all backends; run_id is null for one that names no task.
create function chaos.deliveries()
returns table (backend text, run_id uuid, step_index smallint, task_index integer)
language plpgsql stable as $$
declare
  v_queue text;
begin
  for v_queue in select q.queue from pgflow_pgmq.queues as q loop
    return query execute format(
      'select ''pgmq'', (m.message ->> 0)::uuid, (m.message ->> 1)::smallint,
        (m.message ->> 2)::integer
      from pgmq.%I as m', pgmq.format_table_name(v_queue, 'q'));
  end loop;
  return query
    select 'table', d.run_id, d.step_index, d.task_index from pgflow_table.deliveries as d
    union all
    select 'http', d.run_id, d.step_index, d.task_index from pgflow_http.deliveries as d;
end
$$;
