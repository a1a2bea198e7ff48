begin;
select plan(2);

select test.define('[{"slug": "a"}]');
select test.define('[{"slug": "b"}]');
select is(
  (select jsonb_agg(to_jsonb(v) order by v.version)
    from pgflow.flow_versions(array_append(array(select queue from pgflow.flows), 'none')) as v),
  (select jsonb_agg(jsonb_build_object('flow_id', f.flow_id, 'flow_slug', 'flow_a',
    'version', f.version, 'queue', f.queue) order by f.version) from pgflow.flows as f),
  'of each queue its version');
select is_empty($$ select pgflow.flow_versions('{none}') $$, 'an unknown one is left out');

select * from finish();
rollback;
