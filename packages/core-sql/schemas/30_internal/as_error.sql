-- An error as it is stored: an object. What a caller gave as something else becomes its message.
create function pgflow._as_error(error jsonb) returns jsonb
language sql immutable parallel safe
return case jsonb_typeof(error)
  when 'object' then error
  else jsonb_build_object('message', coalesce(error #>> '{}', 'no reason was given'))
end;
