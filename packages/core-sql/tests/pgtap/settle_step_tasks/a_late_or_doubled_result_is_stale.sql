begin;
select plan(8);

select test.start('[{"slug": "a"}, {"slug": "b", "after": ["a"]}]');
create temp table first as select to_jsonb(c) as claim from test.claim(lease_seconds => 0) as c;
create temp table second as select to_jsonb(c) as claim from test.claim() as c;
select is(test.completes(claim, '"late"'), 'stale', 'an old claim completes nothing') from first;
select is(test.fails(claim), 'stale', 'nor does it fail anything') from first;
select is(test.deliveries('a'), 1, 'nor remove the delivery of the live one');
select is(test.completes(claim, '"live"'), 'completed', 'the live one does') from second;
select is(test.completes(claim, '"again"'), 'stale', 'once') from second;
select is(test.fails(claim), 'stale', 'and it cannot fail now') from second;
select is((test.state('a')).output, '"live"', 'nothing that is settled changes');
select is((test.run()).change_seq, 2::bigint, 'and what is stale is no change');

select * from finish();
rollback;
