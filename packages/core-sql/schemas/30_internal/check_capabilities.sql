-- Raises PF020 unless the capabilities of a plug-in are an object of those that the contract knows,
-- each with a value that it has there, and the required one among them. One that is unknown is a
-- slip: a plug-in for a contract that has more is refused before (PF018). known: each capability
-- with its values.
-- kind: "step type" or "worker backend".
create function pgflow._check_capabilities(
  kind text,
  name text,
  capabilities jsonb,
  known jsonb,
  required text default null
) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_hint constant text := 'The contract is in docs/contracts.md.';
  v_wrong record;
begin
  if jsonb_typeof(capabilities) is distinct from 'object' then
    perform pgflow._refuse_plugin('PF020', kind, name, 'its capabilities are no JSON object',
      'an object, whose keys may be ' || (
        select string_agg(format('"%s"', k), ', ') from jsonb_object_keys(known) as k),
      capabilities::text, v_hint);
  end if;

  select c.key, c.value, known -> c.key as allowed into v_wrong
  from (
    select e.key, e.value::text as value from jsonb_each(capabilities) as e
    union all
    select required, 'nothing' where not capabilities ? required
  ) as c
  where not exists (
    select from jsonb_array_elements(known -> c.key) as a where a.value::text = c.value)
  order by c.key
  limit 1;
  if found and v_wrong.allowed is null then
    perform pgflow._refuse_plugin('PF020', kind, name,
      format('the contract has no capability "%s" of a %s', v_wrong.key, kind),
      'nothing but ' || (
        select string_agg(format('"%s"', k), ', ') from jsonb_object_keys(known) as k),
      format('"%s": %s', v_wrong.key, v_wrong.value), v_hint);
  elsif found then
    perform pgflow._refuse_plugin('PF020', kind, name,
      case when capabilities ? v_wrong.key
        then format('its capability "%s" has a value that the contract has not', v_wrong.key)
        else format('it does not declare its capability "%s"', v_wrong.key) end,
      (select string_agg(a.value::text, ' or ') from jsonb_array_elements(v_wrong.allowed) as a),
      v_wrong.value, v_hint);
  end if;
end
$$;
