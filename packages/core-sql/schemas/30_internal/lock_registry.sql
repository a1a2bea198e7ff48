-- One registration at a time: each writes the dispatch functions anew.
create function pgflow._lock_registry() returns void
language sql volatile
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtext('pgflow.register'))
$$;
