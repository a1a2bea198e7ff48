begin;
select plan(3);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
select is(test.take_calls(), '[]', 'without an endpoint tasks wait');
select test.at_endpoint();
select is(test.sizes(test.take_calls()), '2', 'and are sent when there is one');
select pgflow_http.remove_endpoint('flow_a');
select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 2}}]');
select is(test.take_calls(), '[]', 'until it is removed');

select * from finish();
rollback;
