begin;
select plan(2);

select is((select notify from pgflow_table.settings), true, 'on at first');
select throws_ok('insert into pgflow_table.settings values (false, true)', '23514', null,
  'one row');

select * from finish();
rollback;
