begin;
select plan(1);

select test.define('[{"slug": "a"}, {"slug": "b"}, {"slug": "c", "after": ["a", "b"]}]');
select is(
  test.define('[{"slug": "c", "after": ["b", "a"]}, {"slug": "b"}, {"slug": "a"}]'), 1,
  'neither of steps nor of dependencies');

select * from finish();
rollback;
