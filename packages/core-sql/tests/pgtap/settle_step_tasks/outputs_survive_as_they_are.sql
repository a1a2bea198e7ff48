begin;
select plan(1);

select test.start('[{"slug": "a", "type": "each"}]', '[1, 2, 3, 4, 5, 6]');
select test.complete('a', o.output, (o.ordinality - 1)::int)
from unnest(array['0', 'false', '""', 'null', '[]', '{"a": null}']::jsonb[])
  with ordinality as o (output);
select is((test.state('a')).output, '[0, false, "", null, [], {"a": null}]', 'in order');

select * from finish();
rollback;
