-- Stores a checked definition as the next version of its flow. The queue's name ends in the
-- identity of the version, so it is unique however the slug is cut to fit 47 characters.
create function pgflow._insert_flow(definition jsonb, definition_hash text) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_slug constant text := definition ->> 'slug';
  v_flow_id constant integer := nextval(pg_get_serial_sequence('pgflow.flows', 'flow_id'));
begin
  insert into pgflow.flows (flow_id, flow_slug, version, is_current, definition_hash, backend,
    queue, root_steps, step_count, defined_at)
  overriding system value
  select v_flow_id, v_slug,
    coalesce((select max(f.version) from pgflow.flows as f where f.flow_slug = v_slug), 0) + 1,
    false, _insert_flow.definition_hash, definition ->> 'backend',
    left(v_slug, 36) || '-' || v_flow_id,
    array_agg(s.step_index order by s.step_index) filter (where cardinality(s.after) = 0), count(*),
    pgflow._now()
  from pgflow._definition_steps(definition) as s;

  insert into pgflow.steps (flow_id, step_index, step_slug, step_type, backend, config, deps_count,
    is_leaf, max_attempts, base_delay_ms, max_delay_ms, timeout_ms, task_window)
  select v_flow_id, s.step_index, s.step_slug, s.step_type, s.backend, s.config,
    (select count(distinct a) from unnest(s.after) as a),
    not exists (
      select from pgflow._definition_steps(definition) as d where s.step_slug = any (d.after)),
    1, 0, 0, 1, 1
  from pgflow._definition_steps(definition) as s;

  insert into pgflow.deps (flow_id, dep_index, step_index, dep_slug)
  select distinct v_flow_id, d.step_index, s.step_index, d.step_slug
  from pgflow._definition_steps(definition) as s
  join pgflow._definition_steps(definition) as d on d.step_slug = any (s.after);

  perform pgflow._set_step_options(v_flow_id, definition);
  perform pgflow._prepare_queues(v_flow_id);
  return v_flow_id;
end
$$;
