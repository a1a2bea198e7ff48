begin;
select plan(7);

select throws_ok(
  format($$ select test.start('[{"slug": "a", "type": "probe",
    "config": {"in": "start", "raise": "%s"}}]') $$, code), code, 'the probe raises', code)
from unnest('{08006, 40001, 40P01, 53200, 57P01, XX000}'::text[]) as code;
select is((select count(*)::int from pgflow.runs), 0, 'and the step type is not blamed');

select * from finish();
rollback;
