-- How long an endpoint pauses after so many failed calls before this one: a second at first and
-- twice as long each time, a minute at most.
create function pgflow_http._pause_after(failures integer) returns interval
language sql immutable parallel safe
return make_interval(secs => least(2 ^ least(failures, 6), 60));
