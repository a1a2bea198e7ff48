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

  with step as materialized (
    select * from pgflow._definition_steps(definition)
  ), edge as materialized (
    select distinct s.step_index, d.step_index as dep_index, d.step_slug as dep_slug
    from step as s
    cross join unnest(s.after) as a (slug)
    join step as d on d.step_slug = a.slug
  )
  insert into pgflow.steps (flow_id, step_index, step_slug, step_type, backend, config,
    dep_indexes, dep_slugs, dependents, max_attempts, base_delay_ms, max_delay_ms, timeout_ms,
    task_window)
  select v_flow_id, s.step_index, s.step_slug, s.step_type, s.backend, s.config,
    coalesce(d.indexes, '{}'), coalesce(d.slugs, '{}'), coalesce(n.indexes, '{}'), 1, 0, 0, 1, 1
  from step as s
  left join (
    select e.step_index, array_agg(e.dep_index order by e.dep_index) as indexes,
      array_agg(e.dep_slug order by e.dep_index) as slugs
    from edge as e
    group by e.step_index
  ) as d on d.step_index = s.step_index
  left join (
    select e.dep_index, array_agg(e.step_index order by e.step_index) as indexes
    from edge as e
    group by e.dep_index
  ) as n on n.dep_index = s.step_index;

  perform pgflow._set_step_options(v_flow_id, definition);
  perform pgflow._prepare_queues(v_flow_id);
  return v_flow_id;
end
$$;
