-- pgmq may stand there already, as an extension or as plain SQL.
do $$
begin
  if to_regproc('pgmq.read_with_poll') is null then
    create extension if not exists pgmq;
  end if;
exception when undefined_file or feature_not_supported or insufficient_privilege then
  raise exception using errcode = 'PF102', message = 'pgmq is not installed', detail = sqlerrm,
    hint = 'Install the extension pgmq (1.5.1 or later), or run its SQL in this database.';
end
$$;
