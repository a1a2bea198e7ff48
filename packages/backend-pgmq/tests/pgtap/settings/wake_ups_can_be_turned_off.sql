begin;
select plan(2);

select is((select notify from pgflow_pgmq.settings), true, 'on at first');
select throws_ok('insert into pgflow_pgmq.settings values (false, true)', '23514', null, 'one row');

select * from finish();
rollback;
