-- Stores a flow definition and returns its version. The same shape is the same version, another
-- shape is the next one; safe when called at once by many. The first version is the current one;
-- later only current => true moves new runs to a version, and sets the options of its steps.
-- definition: {slug, backend, steps: [{slug, type, after, config, backend, options}]}.
-- Raises PF004 to PF010 for a bad definition.
create function pgflow.define_flow(definition jsonb, current boolean default false)
returns pgflow.flow_version
language plpgsql volatile
set search_path = ''
as $$
declare
  v_definition constant jsonb := pgflow._resolve_backend(definition);
  v_slug constant text := v_definition ->> 'slug';
  v_hash text;
  v_flow_id integer;
  v_version pgflow.flow_version;
begin
  perform pgflow._check_definition(v_definition);
  v_hash := pgflow._definition_hash(v_definition);
  select f.flow_id into v_flow_id
  from pgflow.flows as f where f.flow_slug = v_slug and f.definition_hash = v_hash;

  -- race point: version looked up
  if v_flow_id is null or current then
    perform pg_advisory_xact_lock(hashtext('pgflow.define_flow'), hashtext(v_slug));
    select f.flow_id into v_flow_id
    from pgflow.flows as f where f.flow_slug = v_slug and f.definition_hash = v_hash;
    if v_flow_id is null then
      v_flow_id := pgflow._insert_flow(v_definition, v_hash);
    elsif current then
      perform pgflow._set_step_options(v_flow_id, v_definition);
    end if;
    -- race point: version stored
    if current or not exists (
      select from pgflow.flows as f where f.flow_slug = v_slug and f.is_current
    ) then
      update pgflow.flows as f set is_current = false
      where f.flow_slug = v_slug and f.is_current and f.flow_id <> v_flow_id;
      update pgflow.flows as f set is_current = true where f.flow_id = v_flow_id;
    end if;
  end if;

  select f.flow_id, f.flow_slug, f.version, f.queue into v_version
  from pgflow.flows as f where f.flow_id = v_flow_id;
  return v_version;
end
$$;
