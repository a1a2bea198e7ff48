begin;
select plan(1);

select pgflow.define_flow('{"slug": "flow_a", "steps": [{"slug": "a"}]}');
select is((select backend::text from pgflow.steps), 'memo', 'where the definition names none');

select * from finish();
rollback;
