create schema if not exists pgflow_single;
comment on schema pgflow_single is
  'The built-in step type: one task per step, whose output is the output of the step.';
revoke all on schema pgflow_single from public;
