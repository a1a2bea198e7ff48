-- step_index runs after dep_index. Read by dep (what does a completed step unblock?) and by step
-- (which outputs does it get?).
create table pgflow.deps (
  flow_id integer not null,
  dep_index smallint not null,
  step_index smallint not null,
  dep_slug text not null,
  primary key (flow_id, dep_index, step_index),
  foreign key (flow_id, dep_index) references pgflow.steps,
  foreign key (flow_id, step_index) references pgflow.steps
);
create index deps_step_idx on pgflow.deps (flow_id, step_index);
alter table pgflow.deps enable row level security;
