-- The version of the contracts that this core keeps with step types and worker backends,
-- major.minor: a minor one adds what plug-ins may use, a major one changes what they rely on.
create function pgflow.contract_version() returns text
language sql immutable parallel safe
return '1.0';
