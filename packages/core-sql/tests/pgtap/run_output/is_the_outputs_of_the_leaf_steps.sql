begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}, {"slug": "c"}]');
select is(pgflow.run_output(test.run_id()), null, 'null while the run is not completed');
select test.complete('a', '1');
select test.complete('b', '2');
select test.complete('c', 'null');
select is(pgflow.run_output(test.run_id()), '{"b": 2, "c": null}', 'by slug');

select * from finish();
rollback;
