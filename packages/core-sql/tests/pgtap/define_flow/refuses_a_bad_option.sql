begin;
select plan(9);

select throws_ok(
  format('select test.define(%L)', jsonb_build_array(
    jsonb_build_object('slug', 'a', 'options', o))),
  'PF008', 'flow "flow_a" has a bad option', o::text)
from unnest(array['{"maxAttempts": 0}', '{"maxAttempts": 1001}', '{"maxAttempts": 1.5}',
  '{"baseDelayMs": -1}', '{"maxDelayMs": "soon"}', '{"timeoutMs": 0}', '{"concurrency": 0}',
  '{"concurrency": 3000000000}', '{"timeoutMs": true}']::jsonb[]) as o;

select * from finish();
rollback;
