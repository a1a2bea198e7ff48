begin;
select plan(3);

select test.start('[{"slug": "a"}]');
select pgflow.define_flow('{"slug": "flow_b", "steps": [{"slug": "a"}]}');
select pgflow_http.set_endpoint('flow_a', 'http://functions.test/', 'of_a');
select pgflow_http.set_endpoint('flow_b', 'http://functions.test/', 'of_b', timeout_ms => 7000);
select pgflow_http.set_endpoint('flow_b', 'http://functions.test/', 'to_wake', 'other');
select pgflow_http.call_edgefn('http://functions.test/', jsonb_build_object('queue', queue))
from pgflow.flows order by flow_slug;
select pgflow_http.call_edgefn('http://functions.test/', '{"wake": ["flow_b"]}');
select is(secret_name || ' ' || timeout_ms, expected, expected)
from (
  select c.*, row_number() over (order by c.call_id desc) as n from pgflow_http.calls as c) as c
join (values (1, 'of_a 30000'), (2, 'of_b 7000'), (3, 'to_wake 30000')) as v (n, expected)
  using (n);

select * from finish();
rollback;
