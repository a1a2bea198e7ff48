begin;
select plan(10);

select throws_ok(format($$ select pgflow_http.set_endpoint(%s) $$, s), 'PF113', null, s)
from unnest(array[
  $$'flow_a', 'ftp://host/x', 'key'$$, $$'flow_a', 'http://user:word@host/x', 'key'$$,
  $$'flow_a', 'http://host/a b', 'key'$$, $$'flow_a', null, 'key'$$, $$'Flow', 'http://h', 'key'$$,
  $$'flow_a', 'http://h', ''$$, $$'flow_a', 'http://h', 'key', batch_size => 0$$,
  $$'flow_a', 'http://h', 'key', max_calls => null$$, $$'flow_a', 'http://h', 'key', 'No'$$,
  $$'flow_a', 'http://h', 'key', timeout_ms => 5000, start_timeout_ms => 4999$$]) as s;

select * from finish();
rollback;
