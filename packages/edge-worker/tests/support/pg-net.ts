import type { Sql } from 'postgres';
import { onTestFinished } from 'vitest';

/**
 * The public side of pg_net and Vault in plain SQL: the tables and the function that callers see, as
 * in pg_net 0.19 (https://github.com/supabase/pg_net). Its worker is `drainRequests`.
 */
export const pgNet = `
  create schema net;
  create unlogged table net.http_request_queue (
    id bigserial, method text not null, url text not null, headers jsonb not null, body bytea,
    timeout_milliseconds integer not null);
  create unlogged table net._http_response (
    id bigint, status_code integer, content_type text, headers jsonb, content text,
    timed_out boolean, error_msg text, created timestamptz not null default now());
  create function net.http_post(
    url text, body jsonb default '{}', params jsonb default '{}',
    headers jsonb default '{"Content-Type": "application/json"}',
    timeout_milliseconds integer default 5000
  ) returns bigint language sql as $$
    insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
    values ('POST', http_post.url, http_post.headers, convert_to(http_post.body::text, 'UTF8'),
      http_post.timeout_milliseconds)
    returning id
  $$;
  create schema vault;
  create table vault.secrets (name text primary key, secret text not null);
  create view vault.decrypted_secrets as select name, secret as decrypted_secret from vault.secrets;
`;

interface NetRequest {
  id: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer;
  timeout_milliseconds: number;
}

/** What happens to a request: how often it is made, after which delay in ms; [] for one that is lost. */
export type Fate = (request: NetRequest) => number[];

/**
 * Drains pg_net's queue as its worker does, until the test ends: takes up to 200 requests, which are
 * gone from then on, makes them, and keeps the answers.
 */
export function drainRequests(sql: Sql, fate: Fate = () => [0]): void {
  let draining = true;
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const make = async (request: NetRequest, delayMs: number) => {
    await pause(delayMs);
    try {
      const { url, headers, body, timeout_milliseconds: timeout } = request;
      const signal = AbortSignal.timeout(timeout);
      const response = await fetch(url, {
        ...{ method: 'POST', headers, signal, redirect: 'manual' },
        body: new Uint8Array(body),
      });
      const content = await response.text();
      await sql`
        insert into net._http_response (id, status_code, headers, content, timed_out)
        values (${request.id}, ${response.status},
          ${sql.json(Object.fromEntries(response.headers))}, ${content}, false)`;
    } catch (error) {
      await sql`
        insert into net._http_response (id, error_msg) values (${request.id}, ${String(error)})`;
    }
  };
  const drain = async () => {
    while (draining) {
      const requests = await sql<NetRequest[]>`
        delete from net.http_request_queue
        where id in (select id from net.http_request_queue order by id limit 200)
        returning *`;
      for (const request of requests) {
        for (const delayMs of fate(request)) making.push(make(request, delayMs));
      }
      await pause(requests.length > 0 ? 0 : 20);
    }
  };
  const making: Promise<void>[] = [];
  const drained = drain();
  onTestFinished(async () => {
    draining = false;
    await drained;
    await Promise.all(making);
  });
}
