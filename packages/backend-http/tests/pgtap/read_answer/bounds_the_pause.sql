begin;
select plan(4);

select is((select wait_seconds from pgflow_http._read_answer(429, null, asked, null)), given, asked)
from (values ('20', 20), ('0', 1), ('99999', 3600), ('Fri, 31 Dec 1999 23:59:59 GMT', 5))
  as v (asked, given);

select * from finish();
rollback;
