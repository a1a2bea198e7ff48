begin;
select plan(1);

select test.define('[{"slug": "a"}]');
select test.define('[{"slug": "b"}]');
select pgflow.start_flow('flow_a');
select is(test.summary(), 'started: a started', 'not the newest one');

select * from finish();
rollback;
