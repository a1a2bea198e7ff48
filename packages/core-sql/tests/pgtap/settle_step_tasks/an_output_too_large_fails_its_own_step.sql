begin;
select plan(3);

alter function pgflow._complete_steps(pgflow.step_decision[]) rename to _complete_small_steps;
create function pgflow._complete_steps(
  decisions pgflow.step_decision[], out completed pgflow.step_ref[], out ready pgflow.step_ref[],
  out unfinished pgflow.step_ref[]
) language plpgsql as $$
begin
  if exists (select from unnest(decisions) as d where d.step_index = 1) then
    raise program_limit_exceeded using message = 'total size exceeds the maximum';
  end if;
  select c.* into completed, ready, unfinished
  from pgflow._complete_small_steps(decisions) as c;
end
$$;
select test.start('[{"slug": "a", "type": "each"}]', '[1]');
create temp table neighbour as select test.run_id() as run_id;
select test.start('[{"slug": "a"}, {"slug": "b", "type": "each"}]', '[1]');
select pgflow_memo.complete_step_tasks(
  (select jsonb_agg(to_jsonb(c) || '{"output": 1}') from test.claim() as c));
select is((test.state('b')).error, '{"code": "PF203",
  "message": "the output of the step is too large: total size exceeds the maximum"}', 'and why');
select is((test.run()).status, 'failed', 'with its run');
select is((select r.status from pgflow.runs as r join neighbour using (run_id)), 'completed',
  'its neighbour in the batch is completed');

select * from finish();
rollback;
