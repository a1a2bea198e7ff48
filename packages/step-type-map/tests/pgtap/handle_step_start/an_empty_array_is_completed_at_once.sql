begin;
select plan(2);

select test.start('[{"slug": "m", "type": "map"}, {"slug": "n", "type": "map", "after": ["m"],
  "config": {"over": "m"}}, {"slug": "o", "after": ["n"]}]', '[]');
select is(test.summary(), 'started: m completed, n completed, o started', 'the flow goes on');
select is((select input from test.claim()), '{"n": []}', 'with an empty array');

select * from finish();
rollback;
