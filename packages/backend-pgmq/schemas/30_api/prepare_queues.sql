-- Makes queues that do not exist yet. Called by orchestration.
create function pgflow_pgmq.prepare_queues(queues text[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queue text;
begin
  foreach v_queue in array queues loop
    if not exists (select from pgmq.list_queues() as q where q.queue_name = v_queue) then
      perform pgmq.create(v_queue);
    end if;
  end loop;
end
$$;
