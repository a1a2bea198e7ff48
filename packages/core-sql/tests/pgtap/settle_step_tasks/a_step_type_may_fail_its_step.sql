begin;
select plan(2);

select test.start('[{"slug": "a", "type": "probe", "config": {"decide": "fail",
  "error": {"code": "E7", "message": "too few"}}}]');
select test.complete('a');
select is((test.run()).error, '{"code": "E7", "message": "too few", "step": "a"}', 'why');
select test.start('[{"slug": "a", "type": "probe", "config": {"decide": "fail"}}]');
select test.complete('a');
select is((test.run()).error ->> 'code', 'PF201', 'or without one');

select * from finish();
rollback;
