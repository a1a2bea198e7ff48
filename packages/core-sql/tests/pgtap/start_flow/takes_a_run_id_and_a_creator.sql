begin;
select plan(3);

select test.define('[{"slug": "a"}]');
select is(
  pgflow.start_flow('flow_a', run_id => '00000000-0000-0000-0000-00000000000a',
    created_by => 'me'),
  '00000000-0000-0000-0000-00000000000a', 'the id given');
select is((test.run()).created_by, 'me', 'the creator given');
select pgflow.start_flow('flow_a');
select is((test.run()).created_by, session_user::text, 'or the user of the session');

select * from finish();
rollback;
