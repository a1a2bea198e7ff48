begin;
select plan(1);

select test.start('[{"slug": "m", "type": "map"}, {"slug": "n", "type": "map", "after": ["m"],
  "config": {"over": "m"}}]', '[1, 2, 3]');
select test.work('[0]');
select is((select jsonb_agg(input) from test.claim()), '[[0], [0], [0]]', 'over its outputs');

select * from finish();
rollback;
