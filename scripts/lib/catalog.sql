-- What a database's own objects are, one row each, so that two databases can be compared.
-- Members of extensions and the schemas of the server are left out; grants are sorted and written
-- out where they are the default, since neither says anything about the objects.
with
  members as (
    select classid, objid from pg_depend where deptype = 'e'
  ),
  schemas as (
    select n.oid, n.nspname as schema, n.nspacl, n.nspowner
    from pg_namespace n
    where n.nspname !~ '^(pg_|information_schema$)'
      and not exists (select from members where classid = 'pg_namespace'::regclass and objid = n.oid)
  ),
  relations as (
    select c.*, s.schema, s.schema || '.' || c.relname as name
    from pg_class c
    join schemas s on s.oid = c.relnamespace
    where not exists (select from members where classid = 'pg_class'::regclass and objid = c.oid)
  ),
  functions as (
    select p.*, p.oid::regprocedure::text as name
    from pg_proc p
    join schemas s on s.oid = p.pronamespace
    where not exists (select from members where classid = 'pg_proc'::regclass and objid = p.oid)
  ),
  types as (
    select t.*, s.schema || '.' || t.typname as name
    from pg_type t
    join schemas s on s.oid = t.typnamespace
    where t.typtype in ('c', 'd', 'e', 'r')
      and not exists (select from members where classid = 'pg_type'::regclass and objid = t.oid)
  ),
  grants (kind, name, acl) as (
    select 'schema', schema, coalesce(nspacl, acldefault('n', nspowner)) from schemas
    union all
    select 'relation', name, coalesce(relacl, acldefault('r', relowner))
    from relations where relkind in ('r', 'p', 'v', 'm')
    union all
    select 'sequence', name, coalesce(relacl, acldefault('s', relowner))
    from relations where relkind = 'S'
    union all
    select 'column', r.name || '.' || a.attname, a.attacl
    from relations r join pg_attribute a on a.attrelid = r.oid and a.attacl is not null
    union all
    select 'function', name, coalesce(proacl, acldefault('f', proowner)) from functions
    union all
    select 'type', name, coalesce(typacl, acldefault('T', typowner)) from types
    union all
    select 'default', coalesce(defaclnamespace::regnamespace::text, '*') || ' ' || defaclobjtype::text,
      defaclacl
    from pg_default_acl
  )
select 'schema' as kind, schema as name, '' as definition from schemas
union all
select 'grants on ' || kind, name,
  (select string_agg(item::text, E'\n' order by item::text) from unnest(acl) item)
from grants
union all
select 'relation', name,
  concat_ws(' ', relkind, relpersistence, relreplident, relrowsecurity, relforcerowsecurity,
    relispartition, reloptions, pg_get_expr(relpartbound, oid), pg_get_partkeydef(oid))
from relations
where relkind <> 'i'
union all
select 'column', r.name || '.' || a.attname,
  concat_ws(' ', row_number() over (partition by r.oid order by a.attnum),
    format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
    nullif(a.attidentity, ''), nullif(a.attgenerated, ''), a.attstorage, a.attcompression,
    a.attcollation::regcollation, a.attoptions)
from relations r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where r.relkind in ('r', 'p', 'v', 'm', 'c', 'f')
union all
select 'constraint', coalesce(r.name, t.name) || ' ' || k.conname,
  concat_ws(' ', pg_get_constraintdef(k.oid), k.condeferrable, k.condeferred, k.convalidated)
from pg_constraint k
left join relations r on r.oid = k.conrelid
left join types t on t.oid = k.contypid
where coalesce(r.name, t.name) is not null
union all
select 'index', name, pg_get_indexdef(oid) from relations where relkind in ('i', 'I')
union all
select 'view', name, concat_ws(' ', reloptions, pg_get_viewdef(oid))
from relations where relkind in ('v', 'm')
union all
select 'sequence', r.name,
  concat_ws(' ', format_type(q.seqtypid, null), q.seqstart, q.seqincrement, q.seqmax, q.seqmin,
    q.seqcache, q.seqcycle)
from relations r join pg_sequence q on q.seqrelid = r.oid
union all
select 'trigger', r.name || ' ' || g.tgname, pg_get_triggerdef(g.oid) || ' ' || g.tgenabled::text
from relations r join pg_trigger g on g.tgrelid = r.oid and not g.tgisinternal
union all
select 'policy', r.name || ' ' || p.polname,
  concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, r.oid),
    pg_get_expr(p.polwithcheck, r.oid))
from relations r join pg_policy p on p.polrelid = r.oid
union all
select 'function', name,
  case prokind when 'a' then 'aggregate' else pg_get_functiondef(oid) end
from functions
union all
select 'type', t.name,
  concat_ws(' ', t.typtype, format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typdefault,
    t.typnotnull, (select string_agg(enumlabel, ',' order by enumsortorder)
      from pg_enum where enumtypid = t.oid))
from types t
union all
select 'comment', i.type || ' ' || i.identity, d.description
from pg_description d
cross join pg_identify_object(d.classoid, d.objoid, d.objsubid) i
where coalesce(i.schema, i.name) in (select schema from schemas)
order by kind, name;
