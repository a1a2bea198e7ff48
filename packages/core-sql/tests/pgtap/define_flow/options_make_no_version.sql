begin;
select plan(1);

select test.define('[{"slug": "a", "options": {"maxAttempts": 2}}]');
select is(test.define('[{"slug": "a", "options": {"maxAttempts": 7}}]'), 1, 'the same version');

select * from finish();
rollback;
