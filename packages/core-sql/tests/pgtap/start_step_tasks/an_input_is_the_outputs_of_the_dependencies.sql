begin;
select plan(2);

select test.start('[{"slug": "a"}, {"slug": "b"}, {"slug": "c", "after": ["a", "b"]}]', '"in"');
select test.complete('a', '0');
select test.complete('b', 'null');
select collect_tap(
  is(c.input, '{"a": 0, "b": null}', 'by slug'),
  is(c.run_input, '"in"', 'the input of the run beside it'))
from test.claim() as c;

select * from finish();
rollback;
