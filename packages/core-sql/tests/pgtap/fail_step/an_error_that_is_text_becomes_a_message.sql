begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select pgflow.fail_step(test.run_id(), 'a', '"boom"');
select is((select r.error from pgflow.runs as r where r.run_id = test.run_id()),
  '{"message": "boom", "step": "a"}', 'the run has it too');

select * from finish();
rollback;
