begin;
select plan(2);

alter function pgflow._complete_steps(pgflow.step_decision[]) rename to _complete_small_steps;
create function pgflow._complete_steps(
  decisions pgflow.step_decision[], out completed pgflow.step_ref[], out ready pgflow.step_ref[]
) language plpgsql as $$
begin
  if exists (select from unnest(decisions) as d where d.step_index = 1) then
    raise program_limit_exceeded using message = 'total size exceeds the maximum';
  end if;
  select c.completed, c.ready into completed, ready
  from pgflow._complete_small_steps(decisions) as c;
end
$$;
select test.start('[{"slug": "a", "type": "each"}, {"slug": "b", "type": "each"}]', '[1]');
select pgflow_memo.complete_step_tasks(
  (select jsonb_agg(to_jsonb(c) || '{"output": 1}') from test.claim() as c));
select is(test.summary(), 'failed: a completed, b failed', 'its neighbour in the batch completes');
select is((test.run()).error, '{"code": "PF203", "step": "b",
  "message": "the output of the step is too large: total size exceeds the maximum"}', 'and why');

select * from finish();
rollback;
