-- Raises PF018 for a plug-in that was written for a contract that this core does not keep: another
-- major version, or a later minor one; and for what is no version. Warns of one that was written
-- for an earlier minor one. Versions are compared as numbers without a limit: any text may come.
-- kind: "step type" or "worker backend".
create function pgflow._check_contract(kind text, name text, contract text) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_own constant numeric[] := string_to_array(pgflow.contract_version(), '.');
  v_its numeric[];
begin
  if contract ~ '^[0-9]+\.[0-9]+$' then
    v_its := string_to_array(contract, '.');
  end if;
  if v_its is null or v_its[1] <> v_own[1] or v_its[2] > v_own[2] then
    perform pgflow._refuse_plugin('PF018', kind, name,
      format('it is written for contract %s, which this core does not keep',
        coalesce('"' || contract || '"', 'null')),
      case when v_own[2] = 0 then 'contract ' else format('contract %s.0 to ', v_own[1]) end
        || pgflow.contract_version(),
      '"' || contract || '"',
      case when v_its is null then
          format('A contract is "major.minor", such as "%s".', pgflow.contract_version())
        when v_its > v_own then 'Install a newer core first.'
        else 'Install a newer version of the plug-in.' end);
  end if;
  if v_its[2] < v_own[2] then
    raise warning '% "%" is written for contract %, and this core keeps %', kind, name, contract,
      pgflow.contract_version()
      using hint = 'A newer version of the plug-in may do more.';
  end if;
end
$$;
