begin;
select plan(3);

select test.at_endpoint(batch_size => 1);
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 5}}]');
select is(test.sizes(test.take_calls(2)), '1 1', 'no more');
select is(test.take_calls(0), '[]', 'none, to report only');
select is(test.outbox(), 'waiting 3, sent 2, started 0', 'and none is made that is not taken');

select * from finish();
rollback;
