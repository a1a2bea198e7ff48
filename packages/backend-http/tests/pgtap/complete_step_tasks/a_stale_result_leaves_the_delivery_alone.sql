begin;
select plan(5);

select test.start('[{"slug": "a"}]');
create temp table claims as select test.take(0) as old;
alter table claims add live jsonb;
update claims set live = test.take();
select is(test.completes(old), 'stale', 'late') from claims;
select is(test.depth(), 1, 'the delivery is the live claim''s');
select is(test.completes(live), 'completed', 'who settles it') from claims;
select is(test.depth(), 0, 'and takes it along');
select is(test.completes(live), 'stale', 'once') from claims;

select * from finish();
rollback;
