-- A version of a flow as workers know it; queue is where its deliveries are.
create type pgflow.flow_version as (flow_id integer, flow_slug text, version integer, queue text);
