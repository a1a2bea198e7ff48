begin;
select plan(3);

select test.start('[{"slug": "a", "type": "probe",
  "config": {"in": "failure", "raise": "22012", "instead": 0}}]');
select test.fail('a');
select is((test.run()).error ->> 'code', 'E', 'the error is that of the task');
select is((test.run()).error #>> '{hook_error,message}',
  'step type "probe": pgflow_probe.handle_step_task_failure raised 22012: the probe raises',
  'and that of the type');
select test.start('[{"slug": "a", "type": "probe", "config": {"instead": 0}}]');
select test.fail('a');
select is((test.state('a')).error, null, 'a type that answers has none');

select * from finish();
rollback;
