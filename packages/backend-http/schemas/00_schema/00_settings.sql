-- Functions may call what stands in a later file; each body is checked when it first runs, and the
-- tests run them all.
set check_function_bodies = off;
