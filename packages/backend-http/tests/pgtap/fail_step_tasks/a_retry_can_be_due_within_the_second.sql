begin;
select plan(3);

select test.start('[{"slug": "a", "options": {"baseDelayMs": 100}}]');
select is(test.fails(test.take()), 'retry', 'the answer');
select ok((select visible_at - clock_timestamp() from test.deliveries()) < '100 ms', 'soon');
select pg_sleep(0.1);
select is((select array_agg(attempt) from test.claim()), '{2}', 'it is claimed then');

select * from finish();
rollback;
