-- One row. notify: whether enqueueing wakes listening workers; off saves the lock that NOTIFY takes
-- at commit, where workers only poll.
create table pgflow_table.settings (
  only_row boolean primary key default true check (only_row),
  notify boolean not null default true
);
insert into pgflow_table.settings default values;
alter table pgflow_table.settings enable row level security;
