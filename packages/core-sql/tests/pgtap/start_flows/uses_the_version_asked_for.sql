begin;
select plan(2);

select test.define('[{"slug": "a"}]');
select test.define('[{"slug": "b"}]');
select pgflow.start_flows('flow_a', '{1}', version => 2);
select is(test.summary(), 'started: b started', 'the second one');
select pgflow.start_flows('flow_a', '{1}');
select is(test.summary(), 'started: a started', 'or the current one');

select * from finish();
rollback;
