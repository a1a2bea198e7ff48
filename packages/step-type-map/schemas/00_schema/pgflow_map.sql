create schema if not exists pgflow_map;
comment on schema pgflow_map is
  'The step type map: one task per element of an array, outputs in the order of the elements.';
revoke all on schema pgflow_map from public;
