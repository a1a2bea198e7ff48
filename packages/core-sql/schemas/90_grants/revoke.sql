-- Nothing of orchestration is for the public: backends call it from functions that run as the
-- owner.
revoke all on all tables in schema pgflow from public;
revoke execute on all functions in schema pgflow from public;
revoke execute on all functions in schema pgflow_single from public;
