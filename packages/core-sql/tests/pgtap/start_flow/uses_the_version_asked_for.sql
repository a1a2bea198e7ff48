begin;
select plan(1);

select test.define('[{"slug": "a"}]');
select test.define('[{"slug": "b"}]');
select pgflow.start_flow('flow_a', version => 2);
select is(test.summary(), 'started: b started', 'the second one');

select * from finish();
rollback;
