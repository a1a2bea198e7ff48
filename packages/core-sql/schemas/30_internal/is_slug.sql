-- Whether a name is a slug; null is none. The domain pgflow.slug has the same pattern.
create function pgflow._is_slug(name text) returns boolean
language sql immutable parallel safe
return coalesce(name ~ '^[a-z][a-z0-9_]{0,46}$', false);
