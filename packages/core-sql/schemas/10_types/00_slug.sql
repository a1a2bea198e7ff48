-- 47 characters, lower case: what the strictest queue known to us allows for a name.
create domain pgflow.slug as text check (value ~ '^[a-z][a-z0-9_]{0,46}$');
