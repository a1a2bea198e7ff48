import postgres, { type Sql } from 'postgres';

/** Up to `max` connections that say whose they are, closed by `await using`. */
export function connect(url: string, name: string, max = 1): Sql & AsyncDisposable {
  const sql = postgres(url, {
    max,
    connect_timeout: 5,
    connection: { application_name: name },
    onnotice: () => {},
  });
  return Object.assign(sql, { [Symbol.asyncDispose]: () => sql.end({ timeout: 2 }) });
}
