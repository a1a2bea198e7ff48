begin;
select plan(1);

select is_empty($$ select pgflow.settle_step_tasks('[]', '[]') $$, 'no result, no answer');

select * from finish();
rollback;
