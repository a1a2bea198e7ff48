create constraint trigger at_commit after insert on pgflow_http.announcements
deferrable initially deferred
for each row execute function pgflow_http._at_commit();
