begin;
select plan(6);

select test.start('[{"slug": "a"}, {"slug": "b"}, {"slug": "c", "after": ["a", "b"]}]');
select is(test.complete('a', '[1]'), 'completed', 'the answer');
select is(test.summary(), 'started: a completed, b started, c created', 'c waits for both');
select is(test.deliveries('a'), 0, 'the delivery is removed');
select test.complete('b');
select is(test.summary(), 'started: a completed, b completed, c started', 'now it runs');
select is(test.deliveries('c'), 1, 'and is delivered');
select test.complete('c', '"end"');
select is(pgflow.run_output(test.run_id()), '{"c": "end"}', 'the run ends with its output');

select * from finish();
rollback;
