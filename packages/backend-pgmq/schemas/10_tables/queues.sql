-- The queues that prepare_queues made. A worker's calls touch no other queue of pgmq.
create table pgflow_pgmq.queues (queue text primary key);
alter table pgflow_pgmq.queues enable row level security;
