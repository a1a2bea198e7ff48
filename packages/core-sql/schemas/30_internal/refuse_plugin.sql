-- Refuses to register a plug-in. Names it, the function that was called, what was expected and what
-- was found. kind: "step type" or "worker backend"; problem: goes on after "refuses <plug-in>:".
create function pgflow._refuse_plugin(
  error_code text,
  kind text,
  name text,
  problem text,
  expected text,
  given text,
  hint text
) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise exception using errcode = error_code,
    message = format('pgflow.register_%s refuses %s %s: %s', replace(kind, ' ', '_'), kind,
      coalesce('"' || name || '"', 'null'), problem),
    detail = format('Expected: %s. Found: %s.', expected, coalesce(given, 'null')),
    hint = hint;
end
$$;
