begin;
select plan(16);

select is((select (a.outcome, a.reason)::text
  from pgflow_http._read_answer(v.status, v.body, v.retry_after, v.error) as a), v.means, v.name)
from (values
  ('its answer', 202, '{"accepted":2}', null, null, '(accepted,)'),
  ('laid out otherwise', 200, e' {\n "accepted" : 2}', null, null, '(accepted,)'),
  ('somebody else''s', 200, '<html>', null, null,
    '(failed,"it answered 200, but not as a worker does")'),
  ('nothing', 204, '', null, null, '(failed,"it answered 204, but not as a worker does")'),
  ('half of one', 200, null, null, 'its answer of 200 broke off',
    '(failed,"its answer of 200 broke off")'),
  ('a redirect', 302, '', null, null,
    '(failed,"it answered 302, and redirects are not followed")'),
  ('a wrong secret', 401, '{"code":"PF360"}', null, null, '(failed,"it answered 401 with PF360")'),
  ('an unknown address', 404, 'none', null, null, '(failed,"it answered 404")'),
  ('another version', 409, '{"code":"PF362"}', null, null,
    '(not_served,"it answered 409 with PF362")'),
  ('another conflict', 409, '{}', null, null, '(failed,"it answered 409")'),
  ('too much', 429, '', null, null, '(later,"it answered 429")'),
  ('an error', 500, '', '5', null, '(failed,"it answered 500")'),
  ('away for a while', 503, '', '5', null, '(later,"it answered 503")'),
  ('away', 503, '', null, null, '(failed,"it answered 503")'),
  ('no answer', null, null, null, 'it hung up', '(failed,"it hung up")'),
  ('a dispatcher without the secret', null, null, '60', 'no secret', '(later,"no secret")')
) as v (name, status, body, retry_after, error, means);

select * from finish();
rollback;
