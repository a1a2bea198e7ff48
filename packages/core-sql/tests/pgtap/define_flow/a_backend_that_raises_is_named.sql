begin;
select plan(1);

create or replace function pgflow_memo.prepare_queues(queues text[]) returns void
language plpgsql as $$ begin raise 'no paper'; end $$;
select throws_ok($$ select test.define('[{"slug": "a"}]') $$, 'P0001',
  'worker backend "memo": pgflow_memo.prepare_queues raised P0001: no paper', 'with its code');

select * from finish();
rollback;
