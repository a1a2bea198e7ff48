begin;
select plan(3);

select test.define('[{"slug": "a"}]');
select test.define('[{"slug": "b"}]');
select is((select version from pgflow.flows where is_current), 1, 'the first one stays current');
select test.define('[{"slug": "b"}]', true);
select is((select array_agg(version) from pgflow.flows where is_current), '{2}', 'moved');
select test.define('[{"slug": "a"}]', true);
select is((select array_agg(version) from pgflow.flows where is_current), '{1}', 'and back');

select * from finish();
rollback;
