begin;
select plan(3);

select test.at_endpoint();
select throws_ok($$ select pgflow_http.call_edgefn('http://functions.test/b', '{}') $$,
  'PF111', 'no endpoint has this URL', 'than that of an endpoint');
select lives_ok($$ select pgflow_http.call_edgefn('http://functions.test/a', '{"a": 1}')
$$, 'that');
select is((select body from pgflow_http.calls), '{"a": 1}', 'the dispatcher is to send it');

select * from finish();
rollback;
