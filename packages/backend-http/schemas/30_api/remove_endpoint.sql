-- Forgets where the function of a flow is. Its tasks wait for another endpoint. For the owner.
create function pgflow_http.remove_endpoint(flow_slug text, backend text default 'http')
returns void
language sql volatile
set search_path = ''
as $$
  delete from pgflow_http.endpoints as e
  where e.flow_slug = remove_endpoint.flow_slug and e.backend = remove_endpoint.backend
$$;
