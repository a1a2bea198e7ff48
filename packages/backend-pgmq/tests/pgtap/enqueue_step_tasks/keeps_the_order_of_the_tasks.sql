begin;
select plan(1);

select test.start('[{"slug": "a", "type": "many", "config": {"tasks": 5}}]');
select is((select jsonb_agg(message -> 2) from test.messages()), '[0, 1, 2, 3, 4]', 'of a map');

select * from finish();
rollback;
