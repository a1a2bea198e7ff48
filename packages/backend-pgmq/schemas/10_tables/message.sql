-- What this backend needs of a pgmq message; pgmq's own record differs from version to version.
create type pgflow_pgmq.message as (msg_id bigint, vt timestamptz, message jsonb);
