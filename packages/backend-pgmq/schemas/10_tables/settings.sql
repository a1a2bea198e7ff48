-- One row. notify: whether enqueueing wakes listening workers; off saves the lock that NOTIFY takes
-- at commit, where workers only poll.
create table pgflow_pgmq.settings (
  only_row boolean primary key default true check (only_row),
  notify boolean not null default true
);
insert into pgflow_pgmq.settings default values;
alter table pgflow_pgmq.settings enable row level security;
