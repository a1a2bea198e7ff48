begin;
select plan(9);

select is(
  (select array[bool_and(s between w / 2 and w), count(distinct s) > 50]
    from (
      select w, extract(epoch from pgflow._retry_at('2030-01-01Z', a, 1000, 20000)
        - timestamptz '2030-01-01Z') as s
      from generate_series(1, 100)
    ) as t),
  '{t, t}', format('attempt %s: between half and the whole of %s s, never the same', a, w))
from unnest('{1, 2, 3, 4, 5, 6, 30, 1000}'::int[], '{1, 2, 4, 8, 16, 20, 20, 20}'::numeric[])
  as v (a, w);
select is(pgflow._retry_at('2030-01-01Z', 5, 0, 1000), '2030-01-01Z', 'no delay without a base');

select * from finish();
rollback;
