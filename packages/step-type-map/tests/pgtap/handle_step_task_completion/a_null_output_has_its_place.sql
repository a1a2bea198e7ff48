begin;
select plan(1);

select test.start('[{"slug": "m", "type": "map"}]', '[1, 2]');
select test.work('null');
select is(pgflow.run_output(test.run_id()), '{"m": [null, null]}', 'as JSON null');

select * from finish();
rollback;
