-- A time-ordered UUID (RFC 9562, version 7) on every server version: 48 bits of milliseconds over a
-- random UUID, whose version bits are turned from 4 into 7. Bound to pg_catalog, so no SET clause.
create function pgflow._uuid_v7() returns uuid
language sql volatile parallel safe
return encode(
  set_bit(set_bit(
    overlay(
      uuid_send(gen_random_uuid())
      placing substring(int8send((extract(epoch from pgflow._now()) * 1000)::bigint) from 3)
      from 1 for 6),
    52, 1), 53, 1),
  'hex')::uuid;
