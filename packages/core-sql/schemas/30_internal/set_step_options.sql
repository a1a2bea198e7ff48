-- Sets the options of a flow version's steps from its definition; what it does not name gets the
-- default: 3 attempts, delays from 1 s up to 5 min, a timeout of 60 s, a window of 256 tasks.
-- Raises PF008 for a value that is none.
create function pgflow._set_step_options(flow_id integer, definition jsonb) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update pgflow.steps as s
  set max_attempts = coalesce((d.options ->> 'maxAttempts')::integer, 3),
    base_delay_ms = coalesce((d.options ->> 'baseDelayMs')::integer, 1000),
    max_delay_ms = coalesce((d.options ->> 'maxDelayMs')::integer, 300000),
    timeout_ms = coalesce((d.options ->> 'timeoutMs')::integer, 60000),
    task_window = coalesce((d.options ->> 'concurrency')::integer, 256)
  from pgflow._definition_steps(definition) as d
  where s.flow_id = _set_step_options.flow_id and s.step_slug = d.step_slug;
exception
  when check_violation or invalid_text_representation or numeric_value_out_of_range then
    raise exception using errcode = 'PF008',
      message = format('flow "%s" has a bad option', definition ->> 'slug'), detail = sqlerrm,
      hint = 'Options are whole numbers: maxAttempts >= 1, baseDelayMs and maxDelayMs >= 0, '
        'timeoutMs >= 1, concurrency >= 1.';
end
$$;
