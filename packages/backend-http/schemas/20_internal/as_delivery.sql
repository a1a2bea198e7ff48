-- A delivery as core takes it; its text is '<run_id>/<step_index>/<task_index>'.
create function pgflow_http._as_delivery(
  delivery pgflow_http.deliveries,
  visible_at timestamptz
) returns pgflow.task_delivery
language sql immutable parallel safe
return row(
  delivery.run_id || '/' || delivery.step_index || '/' || delivery.task_index,
  delivery.run_id, delivery.step_index, delivery.task_index, visible_at
)::pgflow.task_delivery;
