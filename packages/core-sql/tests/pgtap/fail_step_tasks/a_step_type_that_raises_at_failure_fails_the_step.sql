begin;
select plan(2);

select test.start('[{"slug": "a", "type": "probe",
  "config": {"in": "failure", "raise": "22012"}}]');
select is(test.fail('a'), 'failed', 'nothing raises');
select is((test.run()).error ->> 'code', 'E', 'and the error is that of the task');

select * from finish();
rollback;
