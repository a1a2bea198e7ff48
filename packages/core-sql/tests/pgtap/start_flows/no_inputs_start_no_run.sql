begin;
select plan(2);

select test.define('[{"slug": "a"}]');
select is_empty($$ select * from pgflow.start_flows('flow_a', '{}') $$, 'no id');
select is((select count(*)::int from pgflow.runs), 0, 'and no run');

select * from finish();
rollback;
