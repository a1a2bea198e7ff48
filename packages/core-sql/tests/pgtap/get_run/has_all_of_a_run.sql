begin;
select plan(2);

select test.start('[{"slug": "b"}, {"slug": "a", "after": ["b"]}]', '{"x": 1}');
select test.complete('b', '2');
select is(
  pgflow.get_run(test.run_id()) #- '{run_id}' #- '{started_at}' #- '{created_by}'
    #- '{steps,0,started_at}' #- '{steps,0,ended_at}' #- '{steps,1,started_at}',
  '{"flow_slug": "flow_a", "version": 1, "status": "started", "change_seq": 2, "input": {"x": 1},
    "output": null, "error": null, "ended_at": null, "steps": [
      {"slug": "b", "type": "single", "status": "completed", "task_count": 1,
        "remaining_tasks": 0, "output": 2, "error": null},
      {"slug": "a", "type": "single", "status": "started", "task_count": 1,
        "remaining_tasks": 1, "output": null, "error": null, "ended_at": null}]}',
  'the steps in the order of the definition');
select throws_ok($$ select pgflow.get_run('00000000-0000-0000-0000-00000000000a') $$, 'PF002',
  'there is no run 00000000-0000-0000-0000-00000000000a', 'an unknown run');

select * from finish();
rollback;
