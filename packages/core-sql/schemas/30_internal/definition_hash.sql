-- Names the shape of a flow: slugs, types, dependencies, configs and backends. Neither the order of
-- the steps nor their options count.
create function pgflow._definition_hash(definition jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select encode(sha256(convert_to(jsonb_agg(
    jsonb_build_array(s.step_slug, s.step_type, s.config, s.backend,
      array(select distinct a from unnest(s.after) as a order by a))
    order by s.step_slug collate "C")::text, 'UTF8')), 'hex')
  from pgflow._definition_steps(definition) as s
$$;
