begin;
select plan(3);

select test.define('[{"slug": "a", "options": {"maxAttempts": 2, "timeoutMs": 5}}]');
select test.define('[{"slug": "a", "options": {"maxAttempts": 7}}]');
select is((select max_attempts from pgflow.steps), 2, 'a worker that starts changes nothing');
select test.define('[{"slug": "a", "options": {"maxAttempts": 7}}]', true);
select is((select max_attempts from pgflow.steps), 7, 'current => true does');
select is((select timeout_ms from pgflow.steps), 60000, 'and what it does not name is the default');

select * from finish();
rollback;
