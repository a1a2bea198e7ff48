begin;
select plan(2);

create table words (word text primary key);
select has_table('words');
select throws_ok($$ insert into words values (null) $$, '23502');

select * from finish();
rollback;
