begin;
select plan(1);

select test.start('[{"slug": "a"}]');
select pgflow.complete_step(test.run_id(), 'a', null);
select is((test.state('a')).output, 'null', 'and not an SQL null');

select * from finish();
rollback;
