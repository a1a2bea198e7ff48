select pgflow_http.schedule_dispatch();
