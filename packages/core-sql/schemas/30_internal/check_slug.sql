-- Raises PF004 unless a name is a slug.
create function pgflow._check_slug(what text, slug text) returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if not pgflow._is_slug(slug) then
    raise exception using errcode = 'PF004',
      message = format('%s is not a slug for a %s', coalesce(quote_literal(slug), 'null'), what),
      hint = 'A slug has 1 to 47 characters: a lower-case letter, then letters, digits and _.';
  end if;
end
$$;
