begin;
select plan(2);

select test.start('[{"slug": "a"}]');
create or replace function pgflow_memo.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql as $$ begin raise exception using errcode = 'MEMO1', message = 'no paper',
  detail = 'the tray is empty', hint = 'buy some'; end $$;
select is(test.error_of('select pgflow.cancel_run(test.run_id())'),
  'MEMO1 worker backend "memo": pgflow_memo.cancel_step_tasks raised MEMO1: no paper'
  || e' | the tray is empty\nPL/pgSQL function pgflow_memo.cancel_step_tasks(pgflow.queued_task[])'
  || ' line 1 at RAISE | buy some', 'with its code, and where');
create or replace function pgflow_memo.cancel_step_tasks(tasks pgflow.queued_task[]) returns void
language plpgsql as $$ begin raise exception using errcode = '40001', message = 'again'; end $$;
select is(test.error_of('select pgflow.cancel_run(test.run_id())'), '40001 again',
  'an error of the server stays as it is');

select * from finish();
rollback;
