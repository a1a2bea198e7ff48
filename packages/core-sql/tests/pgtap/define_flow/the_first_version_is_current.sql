begin;
select plan(1);

select test.define('[{"slug": "a"}]');
select is((select is_current from pgflow.flows), true, 'by itself');

select * from finish();
rollback;
