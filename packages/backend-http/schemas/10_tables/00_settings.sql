-- One row. transport: what makes the HTTP calls; auto is pg_net where this database has it, and the
-- dispatcher elsewhere. notify: whether enqueueing wakes the dispatcher; off saves the lock that
-- NOTIFY takes at commit, and the dispatcher looks once a second.
create table pgflow_http.settings (
  only_row boolean primary key default true check (only_row),
  transport text not null default 'auto' check (transport in ('auto', 'pg_net', 'dispatcher')),
  notify boolean not null default true
);
insert into pgflow_http.settings default values;
alter table pgflow_http.settings enable row level security;
