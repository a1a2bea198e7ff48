begin;
select plan(20);

select throws_ok(format($$ select pgflow_http.set_endpoint('flow_a', %L, 'key') $$, url), 'PF113',
  null, coalesce(url, 'null'))
from unnest(array['ftp://host/x', 'http://user:word@host/x', 'http://host/a b', 'http://h:99999/x',
  'http://:80/', 'http://[::1', 'http://a:b:c/', 'http://%zz/', 'http://h/#part', null]) as url;
select throws_ok(format($$ select pgflow_http.set_endpoint(%s) $$, s), 'PF113', null, s)
from unnest(array[
  $$'Flow', 'http://h', 'key'$$, $$'flow_a', 'http://h', ''$$,
  $$'flow_a', 'http://h', 'key', batch_size => 0$$,
  $$'flow_a', 'http://h', 'key', max_calls => null$$, $$'flow_a', 'http://h', 'key', 'No'$$,
  $$'flow_a', 'http://h', 'key', timeout_ms => 4999$$,
  $$'flow_a', 'http://h', 'key', timeout_ms => 6000, start_timeout_ms => 5999$$]) as s;
select lives_ok(format($$ select pgflow_http.set_endpoint('flow_a', %L, 'key') $$, url), url)
from unnest('{http://127.0.0.1:8000/x?a=b, "https://[::1]:65535", https://a-b.c/d%20e}'::text[])
  as url;

select * from finish();
rollback;
