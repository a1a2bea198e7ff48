-- A hook as errors name it, by the schema that its plug-in registered with: such as
-- 'step type "map": pgflow_map.handle_step_start'. Hooks of step types begin with handle_.
create function pgflow._hook_name(schema_name name, hook text) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(': ',
    case when hook like 'handle\_%'
      then (select format('step type "%s"', t.step_type) from pgflow.step_types as t
        where t.schema_name = _hook_name.schema_name)
      else (select format('worker backend "%s"', b.backend) from pgflow.worker_backends as b
        where b.schema_name = _hook_name.schema_name)
    end,
    format('%I.%I', schema_name, hook))
$$;
