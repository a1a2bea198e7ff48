-- Messages that do not name a task. They are taken off their queue, so that they block nothing.
create table pgflow_pgmq.dead_letters (
  dead_letter_id bigint primary key generated always as identity,
  queue text not null,
  msg_id bigint not null,
  message jsonb,
  reason text not null,
  found_at timestamptz not null
);
alter table pgflow_pgmq.dead_letters enable row level security;
