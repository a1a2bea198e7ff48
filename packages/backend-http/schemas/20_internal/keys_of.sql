-- The keys of the tasks that deliveries bring, in the order of the keys, each once; a text that is
-- none of ours is passed over. The lengths within the run_id are those of the pattern of `like`,
-- since counting makes a regular expression slow.
create function pgflow_http._keys_of(deliveries text[])
returns table (run_id uuid, step_index smallint, task_index integer)
language sql immutable
set search_path = ''
as $$
  select distinct split_part(d, '/', 1)::uuid, split_part(d, '/', 2)::smallint,
    split_part(d, '/', 3)::integer
  from unnest(deliveries) as d
  where split_part(d, '/', 1) like '________-____-____-____-____________'
    and d ~ '^[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*-[0-9a-f]*/[0-9]{1,4}/[0-9]{1,9}$'
  order by 1, 2, 3
$$;
