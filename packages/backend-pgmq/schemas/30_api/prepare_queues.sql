-- Makes queues that do not exist yet. Called by orchestration.
create function pgflow_pgmq.prepare_queues(queues text[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queue text;
begin
  foreach v_queue in array queues loop
    insert into pgflow_pgmq.queues values (v_queue) on conflict do nothing;
    if found then
      perform pgmq.create(v_queue);
    end if;
  end loop;
end
$$;
