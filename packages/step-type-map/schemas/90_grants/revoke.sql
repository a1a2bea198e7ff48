revoke execute on all functions in schema pgflow_map from public;
